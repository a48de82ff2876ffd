//! The Prisma schema language, read block by block.

pub mod ast;
