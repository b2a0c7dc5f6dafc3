//! `/data/{Table}/export`: the records that a list found, as a file.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{Path as Place, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_core::Stream;
use maud::{Markup, html};
use tokio::sync::mpsc;
use vasculum_domain::dwca::{self, ExportOptions};
use vasculum_domain::export::{self, Csv};
use vasculum_domain::forms::Look;
use vasculum_model::names::collection_object;
use vasculum_model::{Error, Record, Result, Table};
use vasculum_store::{Access, Filter, Select, Tx};

use super::grid::Grid;
use super::list::{Wanted, columns_of, place_of};
use super::visitor::Visitor;
use super::{jobs, list_path, names, nav_of, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::components::{Choice, Field, Look as ButtonLook, button, icon, section, select_field};
use crate::ui::frame::Page;
use crate::ui::language::{answering, language};
use crate::ui::words::{Words, t, tn};

/// A kind of file that records can be written as.
struct Format {
    /// The last part of its address.
    key: &'static str,
    name: &'static str,
    about: &'static str,
    media_type: &'static str,
    extension: &'static str,
    /// Whether records of the table can be written like this, by this person.
    may: fn(&Visitor, &Table) -> bool,
    write: fn(&mut Tx<'_>, &Wanted, &Visitor, &mut dyn Write) -> Result<()>,
}

/// Every kind of file.
fn formats() -> [Format; 4] {
    let any = |_: &Visitor, _: &Table| true;
    [
        Format {
            key: "list",
            name: t("Table as on the page (CSV)"),
            about: t("The columns of the list, in words, as people read them. For a spreadsheet."),
            media_type: "text/csv; charset=utf-8",
            extension: "csv",
            may: any,
            write: |tx, wanted, visitor, out| as_listed(tx, &visitor.look, wanted, out),
        },
        Format {
            key: "csv",
            name: t("All fields (CSV)"),
            about: t("Every field of the table under the name that it has in the model."),
            media_type: "text/csv; charset=utf-8",
            extension: "csv",
            may: any,
            write: |tx, wanted, _, out| {
                let select = wanted.select(tx)?;
                export::records_csv(tx, &select, out).map(drop)
            },
        },
        Format {
            key: "json",
            name: t("All fields (JSON)"),
            about: t("Every field, for programs. Numbers and dates exactly as they are kept."),
            media_type: "application/json",
            extension: "json",
            may: any,
            write: |tx, wanted, _, out| {
                let select = wanted.select(tx)?;
                export::records_json(tx, &select, out).map(drop)
            },
        },
        Format {
            key: "dwca",
            name: t("Darwin Core archive"),
            about: t("Specimens with their events, places, names, determinations and media, for data portals."),
            media_type: "application/zip",
            extension: "zip",
            may: |visitor, table| {
                let here = visitor.access.collection;
                table.id == collection_object::TABLE
                    && here.is_some()
                    && visitor.access.may("/export/dwca", "execute", here)
            },
            write: |tx, wanted, visitor, out| archive(tx, wanted, visitor.access.collection, out),
        },
    ]
}

/// How many records there are to be written.
fn counted(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<i64> {
    let select = wanted.select(tx)?;
    tx.count(&select)
}

/// `GET /data/{table}/export`: the choice of a kind of file.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let wanted = Wanted::of(table, &params);
    let asked = wanted.clone();
    let count = app.read(visitor.access.clone(), move |tx| counted(tx, &asked)).await?;
    let query = wanted.query();
    let list = wanted.at_start().href();
    let title = words::many(table);
    let choices = html! {
        ul class="tool-list" {
            @for format in formats().iter().filter(|format| (format.may)(&visitor, table)) {
                li {
                    a class="tool" href={ (list_path(table)) "/export/" (format.key) @if !query.is_empty() { "?" (query) } } download {
                        (icon("download"))
                        span { strong { (format.name) } span class="muted" { (format.about) } }
                    }
                }
            }
        }
    };
    let content = Page {
        title: t("Export"),
        subtitle: &tn(count, "{n} record", "{n} records"),
        breadcrumbs: &[(&title, &list)],
        body: html! { div class="work" { (section(t("Kind of file"), None, &choices)) (as_job(&visitor, table, &query)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page(nav_of(table), content))
}

/// The form that asks for a file in the background: for very many records, and for further kinds of files.
fn as_job(visitor: &Visitor, table: &Table, query: &str) -> Markup {
    if visitor.access.read_only {
        return html! {};
    }
    let kinds = jobs::kinds_of(table);
    let choices: Vec<Choice<'_>> =
        kinds.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == "xlsx" }).collect();
    let form = html! {
        form class="form" method="post" action="/jobs/export" {
            input type="hidden" name="table" value=(table.name);
            @if !query.is_empty() { input type="hidden" name="list" value=(query); }
            p class="muted" { (t("Made while you go on working, and kept for you as a private file with every field under its name in the model.")) }
            div class="fields" { (select_field(&Words::ENGLISH, &Field::new("format", t("Kind of file")), None, &choices)) }
            div class="row" { (button(t("Make the file"), "activity", ButtonLook::Normal, "", "")) }
        }
    };
    section(t("As a file to fetch later"), None, &form)
}

/// `GET /data/{table}/export/{format}`: the file, written while it is read.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, key)): Place<(String, String)>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let formats = formats();
    let format = formats.into_iter().find(|format| format.key == key && (format.may)(&visitor, table));
    let format = format.ok_or_else(|| Error::not_found("Records of this table can’t be written like this."))?;
    let wanted = Wanted::of(table, &params);
    let asked = wanted.clone();
    // Whatever can be refused is refused before the first byte.
    app.read(visitor.access.clone(), move |tx| counted(tx, &asked)).await?;
    let (access, write) = (visitor.access.clone(), format.write);
    let name = format!("{}.{}", table.name, format.extension);
    Ok(streamed(app, access, &name, format.media_type, move |tx, out| write(tx, &wanted, &visitor, out)))
}

/// A file that is sent while it is written. Whatever can be refused must have been refused before.
pub(super) fn streamed(
    app: App,
    access: Access,
    name: &str,
    media_type: &'static str,
    write: impl FnOnce(&mut Tx<'_>, &mut dyn Write) -> Result<()> + Send + 'static,
) -> Response {
    let (sender, chunks) = mpsc::channel(4);
    tokio::spawn(answering(language(), async move {
        let failed = sender.clone();
        let written = app
            .read(access, move |tx| {
                let mut out = io::BufWriter::with_capacity(64 << 10, Chunks { sender });
                write(tx, &mut out)?;
                out.flush().map_err(|cause| Error::internal("Nobody waits for this file any more.", cause))
            })
            .await;
        if let Err(error) = written {
            tracing::warn!(message = %error.message, "an export ended early");
            let _ = failed.send(Err(io::Error::other(error.message.to_string()))).await;
        }
    }));
    let name = format!("attachment; filename=\"{name}\"");
    let mut res = Response::new(Body::from_stream(Received { chunks }));
    res.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(name) = HeaderValue::from_str(&name) {
        res.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    res
}

/// What is written goes to the browser piece by piece; whoever writes waits for whoever reads.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        self.sender.blocking_send(Ok(chunk)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Received {
    chunks: mpsc::Receiver<io::Result<Bytes>>,
}

impl Stream for Received {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.poll_recv(cx)
    }
}

/// So many records are put into words at a time.
const BATCH: u64 = 500;

fn as_listed(tx: &mut Tx<'_>, look: &Look, wanted: &Wanted, out: &mut dyn Write) -> Result<()> {
    let columns = columns_of(look, wanted.table);
    let paths: Vec<&str> = columns.iter().map(|column| column.path.as_str()).collect();
    let mut csv = Csv::new(out);
    let mut heads = vec!["ID".to_owned()];
    heads.extend(columns.iter().map(|column| column.label.clone()));
    csv.row(&heads)?;
    let mut select = wanted.select(tx)?.at_most(BATCH);
    loop {
        let records = tx.select(&select)?;
        let Some(last) = records.last() else { return csv.finish() };
        let edge = place_of(tx, &select, last.id)?.map(|values| (values, last.id));
        for row in rows(tx, look, wanted.table, &paths, &records)? {
            csv.row(&row)?;
        }
        if edge.is_none() || (records.len() as u64) < BATCH {
            return csv.finish();
        }
        select = Select { after: edge, ..select };
    }
}

fn rows(tx: &mut Tx<'_>, look: &Look, table: &Table, paths: &[&str], records: &[Record]) -> Result<Vec<Vec<String>>> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let called = if paths.contains(&"") { names::texts(tx, table.id, &ids)? } else { Default::default() };
    let mut grid = Grid::new(tx, records);
    let mut cells = Vec::with_capacity(paths.len());
    for path in paths {
        cells.push(if path.is_empty() { None } else { Some(grid.told(look, path)?) });
    }
    let text = |id: i64, column: &Option<std::collections::HashMap<i64, super::grid::Cell>>| match column {
        Some(column) => column.get(&id).map(super::grid::Cell::text).unwrap_or_default(),
        None => called.get(&id).cloned().unwrap_or_default(),
    };
    Ok(ids
        .iter()
        .map(|id| std::iter::once(id.to_string()).chain(cells.iter().map(|column| text(*id, column))).collect())
        .collect())
}

fn archive(tx: &mut Tx<'_>, wanted: &Wanted, collection: Option<i64>, out: &mut dyn Write) -> Result<()> {
    let collection = collection.ok_or_else(|| Error::invalid("An archive is made of one collection; choose one."))?;
    let only: Filter = wanted.select(tx)?.filter;
    let options = ExportOptions { only, ..ExportOptions::default() };
    dwca::export(tx, collection, &options, out, &mut |_, _, _| {}).map(drop)
}
