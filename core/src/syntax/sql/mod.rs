//! SQL: a file is cut into statements, a statement into elements, and sqlparser reads the elements.

pub mod ast;
