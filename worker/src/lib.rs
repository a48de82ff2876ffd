//! Shoring over HTTP. What is asked and what is answered are plain values here (`request`, `response`); `edge` alone knows
//! Cloudflare's machinery.
//!
//! A request is answered in two steps, since its body is not read before all that can be refused without it: [`begin`], then
//! [`Wanted::answer`].

mod accept;
#[cfg(feature = "edge")]
#[allow(unreachable_pub, reason = "what is exported to JavaScript has to be public, and nothing else sees it")]
mod edge;
mod input;
#[cfg(feature = "schema")]
pub mod openapi;
mod problem;
mod request;
mod response;
mod routes;

pub use problem::{HttpCode, Problem, ProblemCode};
pub use request::{DEFAULT_MAX_BODY_BYTES, Request};
pub use response::Response;
pub use routes::{Next, Wanted, begin};
