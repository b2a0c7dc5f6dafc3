//! Style sheet, scripts and icons, as `node build.mjs` left them in `dist/`.
//!
//! Names carry a hash of the content, so a browser may keep them for ever.
//! Without a `dist/` everything compiles, and the pages arrive unstyled.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// Where the files are served: `GET /assets/{*path}`.
pub const PREFIX: &str = "/assets/";

#[derive(RustEmbed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Dist;

type Manifest = HashMap<String, String>;

fn read_manifest() -> Manifest {
    Dist::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
}

/// The address of a file by the name it has in the source, as in `asset_url("app.css")`.
///
/// While developing, the manifest is read each time, so that a build of the
/// assets shows at the next page. A file that there is not keeps its name and
/// will not be found.
#[must_use]
pub fn asset_url(name: &str) -> String {
    static MANIFEST: OnceLock<Manifest> = OnceLock::new();
    let url = |manifest: &Manifest| format!("{PREFIX}{}", manifest.get(name).map_or(name, String::as_str));
    if cfg!(debug_assertions) { url(&read_manifest()) } else { url(MANIFEST.get_or_init(read_manifest)) }
}

/// One file, ready to be sent.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The media type, with the charset where it is text.
    pub content_type: &'static str,
    /// `br` or `gzip`, if a compressed form was accepted and there is one.
    pub content_encoding: Option<&'static str>,
    /// The bytes, compressed as `content_encoding` says.
    pub bytes: Cow<'static, [u8]>,
}

/// Finds a file by its path below [`PREFIX`], in the smallest form that the browser accepts.
///
/// `accept_encoding` is the header of the request, or nothing. Returns `None`
/// for a file that there is not, and for those that are not meant for browsers.
#[must_use]
pub fn serve(path: &str, accept_encoding: &str) -> Option<Asset> {
    let content_type = content_type(path)?;
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accept_encoding, encoding)
            && let Some(file) = Dist::get(&format!("{path}.{extension}"))
        {
            return Some(Asset { content_type, content_encoding: Some(encoding), bytes: file.data });
        }
    }
    Dist::get(path).map(|file| Asset { content_type, content_encoding: None, bytes: file.data })
}

/// `GET /assets/{*path}`.
pub async fn get_asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match serve(&path, accepted) {
        Some(asset) => asset.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl IntoResponse for Asset {
    fn into_response(self) -> Response {
        let mut res = match self.bytes {
            Cow::Borrowed(bytes) => axum::body::Bytes::from_static(bytes).into_response(),
            Cow::Owned(bytes) => bytes.into_response(),
        };
        let headers = res.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(encoding) = self.content_encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        res
    }
}

/// The media type by the end of the name; `None` for what is not served.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    if path == "manifest.json" {
        return None;
    }
    Some(match extension {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether an `Accept-Encoding` header names `encoding` without refusing it (`;q=0`).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused =
            parts.any(|part| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0));
        is_named && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_counts_when_it_is_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("gzip;q=0.8,BR;q=1", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
        assert!(!accepts("brotli", "br"));
    }

    #[test]
    fn only_files_for_browsers_are_served() {
        assert_eq!(content_type("app-0123456789.css"), Some("text/css; charset=utf-8"));
        assert_eq!(content_type("manifest.json"), None);
        assert_eq!(content_type("app.css.br"), None);
        assert_eq!(content_type("../Cargo"), None);
    }

    #[test]
    fn a_file_that_there_is_not_is_not_found() {
        assert!(serve("nothing-here.css", "br").is_none());
        assert!(serve("../Cargo.toml", "").is_none());
        assert_eq!(asset_url("nothing-here.css"), "/assets/nothing-here.css");
    }
}
