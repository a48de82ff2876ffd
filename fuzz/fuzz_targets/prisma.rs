//! Prisma schemas: blocks, parser, lowering, rules, fixes, and comparing.
#![no_main]

use shoring_core::text::Language;

libfuzzer_sys::fuzz_target!(|text: &[u8]| shoring_tests::hostile::look(Language::Prisma, text));
