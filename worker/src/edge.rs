//! Cloudflare's machinery: a request of the runtime in, its body read piece by piece, a response of the runtime out.

use std::sync::{
    Once,
    atomic::{AtomicBool, Ordering},
};

use futures_util::StreamExt;
use worker::{
    Context, Env, Headers, ResponseBuilder, Result, console_error, event, wasm_bindgen::prelude::wasm_bindgen,
};

use crate::{
    problem::Problem,
    request::{DEFAULT_MAX_BODY_BYTES, Request},
    response::Response,
    routes::{Next, Wanted, begin},
};

/// The binding that counts requests, and the seconds that it counts over.
const LIMIT: &str = "LIMIT";
const LIMIT_SECONDS: &str = "60";

/// The variable with the most bytes of a body.
const MAX_BODY_BYTES: &str = "MAX_BODY_BYTES";

#[event(fetch)]
async fn fetch(request: worker::Request, env: Env, _: Context) -> Result<worker::Response> {
    static ONCE: Once = Once::new();
    // The words of a panic may hold what was sent: only its place is told.
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            console_error!("panicked at {place}");
        }));
    });
    respond(answer(request, &env).await)
}

async fn answer(request: worker::Request, env: &Env) -> Response {
    let asked = match read_head(&request) {
        Ok(asked) => asked,
        Err(error) => return internal(&error),
    };
    let wanted = match begin(&asked) {
        Next::Answer(response) => return response,
        Next::Body(wanted) => wanted,
    };
    match call(*wanted, request, &asked, env).await {
        Ok(response) => response,
        Err(error) => internal(&error),
    }
}

/// The runtime's own words: they are of its machinery, never of a body.
fn internal(error: &worker::Error) -> Response {
    console_error!("{error}");
    Problem::internal().response()
}

async fn call(wanted: Wanted, request: worker::Request, asked: &Request, env: &Env) -> Result<Response> {
    // Without the binding, nothing is counted.
    if let Ok(limiter) = env.rate_limiter(LIMIT) {
        let client = asked.header("cf-connecting-ip").unwrap_or_default().to_owned();
        if !limiter.limit(client).await?.success {
            return Ok(Problem::rate_limited(LIMIT_SECONDS).response());
        }
    }
    let limit = env.var(MAX_BODY_BYTES).ok().and_then(|it| it.to_string().parse().ok());
    let limit = limit.unwrap_or(DEFAULT_MAX_BODY_BYTES);
    let too_large = || Ok(Problem::too_large(limit).response());
    if asked.content_length().is_some_and(|length| length > limit as u64) {
        return too_large();
    }
    match read_body(request, limit).await? {
        Some(body) => {
            if PANICS.swap(false, Ordering::Relaxed) {
                panic(&body);
            }
            Ok(wanted.answer(&body))
        }
        None => too_large(),
    }
}

/// Whether the next call panics.
static PANICS: AtomicBool = AtomicBool::new(false);

/// Lets the next call panic: what happens then is tested on the module that is shipped. `entry.mjs` lets nobody in here.
#[wasm_bindgen(js_name = panicOnNextCall, wasm_bindgen = worker::wasm_bindgen)]
pub fn panic_on_next_call() {
    PANICS.store(true, Ordering::Relaxed);
}

/// As the worst of faults would: with what was sent in its words.
#[expect(clippy::panic, reason = "its purpose")]
fn panic(body: &[u8]) -> ! {
    panic!("on purpose: {}", String::from_utf8_lossy(body))
}

fn read_head(request: &worker::Request) -> Result<Request> {
    let url = request.url()?;
    Ok(Request {
        // The library knows some methods, and takes others for `GET`.
        method: request.inner().method(),
        path: url.path().to_owned(),
        query: url.query().unwrap_or_default().to_owned(),
        headers: request.headers().entries().collect(),
    })
}

/// The body; none where it is larger than `limit`: then the rest of it is not read.
async fn read_body(mut request: worker::Request, limit: usize) -> Result<Option<Vec<u8>>> {
    if request.inner().body().is_none() {
        return Ok(Some(Vec::new()));
    }
    let mut pieces = request.stream()?;
    let mut body = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        if body.len() + piece.len() > limit {
            return Ok(None);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Some(body))
}

fn respond(response: Response) -> Result<worker::Response> {
    let headers = Headers::new();
    for (name, value) in &response.headers {
        headers.append(name, value)?;
    }
    let builder = ResponseBuilder::new().with_status(response.status).with_headers(headers);
    Ok(if response.body.is_empty() { builder.empty() } else { builder.fixed(response.body) })
}
