//! What the service says of itself.

use serde_json::{Value as Json, json};
use vasculum_domain::reconcile::Type;

use super::client::{Client, PATH};

/// How large a preview is, in pixels.
const PREVIEW: (u32, u32) = (420, 220);

/// A type as the service names it.
pub(super) fn of_type(of: &Type) -> Json {
    json!({ "id": of.id(), "name": of.name })
}

/// The manifest of the service of an institution with this name.
pub(super) fn manifest(client: &Client, institution: &str) -> Json {
    let (base, path) = (&client.base, &client.path);
    let suggest = |what: &str| {
        json!({
            "service_url": base,
            "service_path": format!("{path}/suggest/{what}"),
            "flyout_service_url": base,
            "flyout_service_path": format!("{path}/flyout/{what}?id=${{id}}"),
        })
    };
    json!({
        "versions": ["0.2"],
        "name": format!("{institution} (Vasculum)"),
        "identifierSpace": format!("{base}{PATH}/view/"),
        "schemaSpace": format!("{base}/api/v1/"),
        "documentation": format!("{base}/help/reconciliation"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": client.types.iter().map(|of| of_type(of)).collect::<Vec<_>>(),
        "view": { "url": format!("{base}{PATH}/view/{{{{id}}}}") },
        "preview": { "url": format!("{base}{path}/preview/{{{{id}}}}"), "width": PREVIEW.0, "height": PREVIEW.1 },
        "suggest": { "entity": suggest("entity"), "property": suggest("property"), "type": suggest("type") },
        "extend": {
            "propose_properties": { "service_url": base, "service_path": format!("{path}/suggest/proposed") },
            "property_settings": [],
        },
    })
}
