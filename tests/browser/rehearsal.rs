//! The virtual keys themselves, against a page that knows nothing of Keyward: when this fails, the
//! browsers or their drivers are to blame.

use std::net::SocketAddr;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::failure::Outcome;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

const PAGE: &str = r#"<!doctype html><html lang="en"><title>Rehearsal</title>
<main><h1>Rehearsal</h1><button>Register</button> <button>Touch</button><p role="status"></p></main>
<script>
const said = document.querySelector("p");
const [register, touch] = document.querySelectorAll("button");
const challenge = "AAAAAAAAAAAAAAAAAAAAAA";
const known = [];
async function act(options, words) {
    said.textContent = "Wait";
    try {
        const answer = (await options).toJSON();
        known.push({ type: "public-key", id: answer.id });
        said.textContent = words;
    } catch (error) {
        said.textContent = error.name;
    }
}
register.onclick = () => act(navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON({
        challenge, timeout: 2000, rp: { id: "localhost", name: "Rehearsal" },
        user: { id: "AAAA", name: "somebody", displayName: "Somebody" },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }], excludeCredentials: known,
        authenticatorSelection: { residentKey: "discouraged", userVerification: "discouraged" },
    }),
}), "Registered");
touch.onclick = () => act(navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({
        challenge, timeout: 2000, rpId: "localhost", allowCredentials: known,
        userVerification: "discouraged",
    }),
}), "Touched");
</script></html>"#;

/// Serves the page on a port of its own; the address says `localhost`, as security keys need.
async fn opens() -> Outcome<String> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let port = listener.local_addr()?.port();
    let app = Router::new().route("/", get(async || Html(PAGE)));
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(format!("http://localhost:{port}/"))
}

/// A key of each kind registers, signs, refuses to be registered twice, remembers what it knew
/// after it was unplugged, and counts on.
pub async fn virtual_keys_work(visitor: &mut Visitor) -> Outcome {
    let address = opens().await?;
    for key in [VirtualKey::u2f(), VirtualKey::fido2()] {
        visitor.goes_to(&address).await?;
        visitor.plugs_in(key.clone()).await?;
        visitor.presses("Register").await?;
        visitor.reads("Registered").await?;
        visitor.presses("Touch").await?;
        visitor.reads("Touched").await?;
        visitor.presses("Register").await?;
        visitor.reads("InvalidStateError").await?;

        let before = visitor.key()?.counters(&visitor.driver).await?;
        let in_pocket = visitor.unplugs().await?;
        visitor.plugs_in(key).await?;
        visitor.presses("Touch").await?;
        visitor.reads("NotAllowedError").await?;
        visitor.plugs_in(in_pocket).await?;
        visitor.presses("Touch").await?;
        visitor.reads("Touched").await?;
        let after = visitor.key()?.counters(&visitor.driver).await?;
        if after <= before {
            return Err(format!("the counter went from {before:?} to {after:?}").into());
        }

        let untouched = visitor.unplugs().await?.untouched();
        visitor.plugs_in(untouched).await?;
        visitor.presses("Touch").await?;
        visitor.reads("NotAllowedError").await?;
    }
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("rehearsal").await
}
