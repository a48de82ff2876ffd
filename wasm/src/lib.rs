//! Shoring for JavaScript. Each export is thin: values in, a call of the core, values out. What these modules are wrapped in
//! (errors with codes, types, loading) is the TypeScript beside this crate, in `npm/`.
//!
//! Several modules are built from this crate: the library (`library`, with or without `sql`), the command line
//! (`command-line`) and the language server (`language-server`).

#![allow(unreachable_pub, reason = "what is exported to JavaScript has to be public, and nothing else sees it")]

#[cfg(feature = "command-line")]
mod command_line;
#[cfg(feature = "library")]
mod input;
#[cfg(feature = "language-server")]
mod language_server;
#[cfg(feature = "library")]
mod library;
mod panic;
#[cfg(feature = "library")]
mod workspace;
