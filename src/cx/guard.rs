//! What stands before every route: where the request came from, who sent it, whether they may,
//! and what becomes of a problem.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{HOST, USER_AGENT};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::Route as AxumRoute;
use keyward_web::{Pairs, Problem, came_from_here, client_address, secure_headers};

use super::lasting::is_by_itself;
use super::presence::{self, Upkeep};
use super::{
    Closed, Presence, Visit, act, arriving, kept, problem_page, redirect, session, viewing,
    with_cookie,
};
use crate::access::May;
use crate::app::App;
use crate::audit::Entry;
use crate::device;
use crate::feature::Route;
use crate::layout::{Flash, FlashKind};

/// The cookie that holds a session's secret.
pub const SESSION_COOKIE: &str = "keyward-session";

/// What the next page says when elevated access has ended by itself.
const ELEVATION_OVER: &str =
    "Your elevated access has ended. Choose Elevate Your Access to carry on.";

/// What the next page says when the key that elevated it no longer does.
const ELEVATION_REFUSED: &str = "Your elevated access has ended, because your user group now asks \
                                 for something else from security keys.";

/// What the next page says when the time to link another key has run out.
const GRACE_OVER: &str = "Your elevated access has ended, because your user group asks you to hold \
                          more keys and the time to link another is over. Link one under Account \
                          Settings, Security Keys.";

/// How the audit log says why an elevation ended.
const BY_ITSELF: &str = "elevation ended by itself";
const BY_POLICY: &str = "elevation ended by policy";

#[derive(Clone)]
struct Post {
    app: App,
    address: &'static str,
    may: May,
    body_bytes_max: usize,
    brings_files: bool,
    touch_to: Option<&'static str>,
    /// Why the page is not opened to somebody who views as a user group, if it is not.
    closed: Option<Closed>,
}

/// The guard of one route, and why it is not opened to whoever views as a user group.
pub fn layer(
    app: &App,
    route: &Route,
    closed: Option<Closed>,
) -> impl tower::Layer<
    AxumRoute,
    Service: tower::Service<
        Request,
        Response = Response,
        Error = Infallible,
        Future: Send + 'static,
    > + Clone
                 + Send
                 + Sync
                 + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    let post = Post {
        app: app.clone(),
        address: route.address,
        may: route.may,
        body_bytes_max: route.body_bytes_max,
        brings_files: route.brings_files,
        touch_to: route.touch_to,
        closed,
    };
    from_fn_with_state(post, stand)
}

async fn stand(
    axum::extract::State(post): axum::extract::State<Post>,
    request: Request,
    next: Next,
) -> Response {
    answer(&post, request, Some(next)).await
}

/// What answers an address that no route knows.
pub async fn nowhere(app: App, request: Request) -> Response {
    let post = Post {
        app,
        address: "nowhere",
        may: May::Enter,
        body_bytes_max: 0,
        brings_files: false,
        touch_to: None,
        closed: None,
    };
    answer(&post, request, None).await
}

async fn answer(post: &Post, request: Request, next: Option<Next>) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let mut visit = visit(post, &request);
    let response = pass(post, &mut visit, request, next).await;
    let mut response = match response.extensions().get::<Problem>().cloned() {
        Some(problem) => problem_page::of(&visit, &problem),
        None => response,
    };
    secure_headers(response.headers_mut(), post.app.config().is_https());
    tracing::info!(
        method = %method,
        route = post.address,
        status = response.status().as_u16(),
        milliseconds = started.elapsed().as_millis(),
    );
    response
}

fn visit(post: &Post, request: &Request) -> Visit {
    let app = &post.app;
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Visit {
        app: app.clone(),
        now: app.now(),
        address: client_address(peer, request.headers(), &app.config().trusted_proxies),
        device: device::named(agent.unwrap_or_default()),
        presence: None,
        may: post.may,
        secret: secret(app, request.headers()),
        here: request.uri().path().to_owned(),
        rehearsal: None,
        is_act_while_viewing: false,
        come_back_to: come_back_to(request),
        is_by_itself: is_by_itself(request.headers()),
    }
}

async fn pass(post: &Post, visit: &mut Visit, request: Request, next: Option<Next>) -> Response {
    if let Some(elsewhere) = under_another_name(&post.app, &request) {
        return redirect(elsewhere).into_response();
    }
    if !is_readable(request.uri().path()) {
        return Problem::NotFound.into_response();
    }
    let (parts, body) = request.into_parts();
    if came_from_here(&parts.method, &parts.headers, post.app.config().origin()).is_err() {
        return Problem::refused(
            StatusCode::FORBIDDEN,
            "This request did not come from a Keyward page",
            "Nothing was changed. Open the page again from Keyward and send the form from there.",
        )
        .into_response();
    }
    // A glance at a page without the page itself would open records that nobody reads.
    let is_glance = parts.method == Method::HEAD && post.may != May::Enter;
    let Some(next) = next.filter(|_| !is_glance) else {
        if let Err(problem) = recognise(post, visit).await {
            return problem.into_response();
        }
        return Problem::NotFound.into_response();
    };
    let takes = (post.body_bytes_max, post.brings_files);
    let arrived = arriving::arrive((&parts, body), takes, post.app.patience()).await;
    // Whoever held their request open is who they are at its end, not who they were at its beginning.
    visit.now = post.app.now();
    if let Err(problem) = recognise(post, visit).await {
        return problem.into_response();
    }
    visit.is_act_while_viewing = viewing::is_act(visit, &parts.method, parts.uri.path());
    match arrived {
        Ok((body, form)) => {
            admit(post, visit, (Request::from_parts(parts, body), form), next).await
        }
        Err(problem) => problem.into_response(),
    }
}

/// Notes who is signed in, if anybody is.
async fn recognise(post: &Post, visit: &mut Visit) -> Result<(), Problem> {
    visit.presence = who(&post.app, visit).await?;
    Ok(())
}

/// Lets the request through if its right is held; keeps what was being sent if it is not held
/// any more.
async fn admit(
    post: &Post,
    visit: &Visit,
    (request, copy): (Request, Bytes),
    next: Next,
) -> Response {
    let kept = kept::is_form(request.method(), request.headers());
    let address = request.uri().path().to_owned();
    let method = request.method().clone();
    let access = visit.presence.as_ref().map(|presence| &presence.access);
    let viewing = access.filter(|access| access.view().is_some());
    let response = if let (true, Some(closed), Some(access)) =
        (post.may.allows(access), post.closed, viewing)
    {
        closed.refusal(access).into_response()
    } else if post.may.allows(access) {
        let going = act::Request {
            visit,
            request,
            form: &copy,
            next,
        };
        match post.touch_to {
            Some(words) => act::with_touch(going, words, kept).await,
            None => going.goes_on().await,
        }
    } else {
        let closed = viewing.and_then(|access| Some((Closed::to_group(post.may, access)?, access)));
        match closed {
            Some((closed, access)) => closed.refusal(access).into_response(),
            None => Problem::NotFound.into_response(),
        }
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        return Problem::NotFound.into_response();
    }
    if kept && visit.is_act_while_viewing {
        let form = Pairs::parse(&copy);
        return viewing::keeping(visit, response, (&address, &form));
    }
    let refused = matches!(response.extensions().get(), Some(Problem::NotFound));
    match &visit.presence {
        _ if !refused || post.may == May::Enter => response,
        None if kept => kept::signed_out(visit, &address, &Pairs::parse(&copy)),
        None => sign_in_first(&method),
        Some(presence) if kept && presence.ways.any() && presence.access.would_grow() => {
            kept::elevation_over(visit, &address, &Pairs::parse(&copy))
        }
        Some(presence) if method.is_safe() && presence.access.awaits_key() => {
            redirect(presence.way_to_a_key()).into_response()
        }
        Some(_) => response,
    }
}

/// Somebody without a session is shown the door, which leads on to their school's sign-in page.
fn sign_in_first(method: &Method) -> Response {
    if method.is_safe() {
        redirect("/").into_response()
    } else {
        Problem::NotFound.into_response()
    }
}

/// The address of this page, where coming back to it makes sense.
fn come_back_to(request: &Request) -> String {
    let path = request.uri().path();
    let page = request.method() == Method::GET && path != "/elevation" && path != "/dashboard";
    if page { path.to_owned() } else { String::new() }
}

/// Whether an address is text without U+0000 once it is decoded; none of ours is otherwise.
fn is_readable(path: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8();
    decoded.is_ok_and(|text| !text.contains('\0'))
}

/// On a machine of one's own, `127.0.0.1` is sent on to the name that security keys accept.
fn under_another_name(app: &App, request: &Request) -> Option<String> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let numbered = host.starts_with("127.0.0.1") || host.starts_with("[::1]");
    let base = app.config().origin().as_str();
    let local = base.starts_with("http://localhost");
    let path = request.uri().path_and_query()?.as_str();
    (numbered && local && request.method().is_safe() && request.uri().path() != "/health")
        .then(|| format!("{base}{path}"))
}

/// The secret of a session that a request brings, if it brings one.
fn secret(app: &App, headers: &HeaderMap) -> Option<Arc<str>> {
    let secret = app.config().cookies().read(headers, SESSION_COOKIE);
    secret.map(Arc::from)
}

async fn who(app: &App, visit: &Visit) -> Result<Option<Arc<Presence>>, Problem> {
    let Some(secret) = visit.secret.as_deref() else {
        return Ok(None);
    };
    let Some(presence) = presence::of(app, secret, visit.now).await? else {
        return Ok(None);
    };
    keep_up(app, presence, visit).await
}

async fn keep_up(
    app: &App,
    mut presence: Presence,
    visit: &Visit,
) -> Result<Option<Arc<Presence>>, Problem> {
    let (id, now, by_itself) = (presence.session.clone(), visit.now, visit.is_by_itself);
    if let Some(shortage) = presence.shortage {
        app.write_as(presence.actor(), now, move |tx| {
            session::note_shortage(tx, shortage)
        })
        .await?;
    }
    match presence.upkeep {
        Upkeep::None => {}
        Upkeep::Seen => {
            let notes = match by_itself {
                true => session::used,
                false => session::seen,
            };
            app.write_as(presence.actor(), now, move |tx| notes(tx, &id))
                .await?;
        }
        Upkeep::ElevationOver => {
            elevation_is_over(app, &mut presence, visit, BY_ITSELF, ELEVATION_OVER).await?;
        }
        Upkeep::ElevationRefused => {
            elevation_is_over(app, &mut presence, visit, BY_POLICY, ELEVATION_REFUSED).await?;
        }
        Upkeep::GraceOver => {
            elevation_is_over(app, &mut presence, visit, BY_POLICY, GRACE_OVER).await?;
        }
        Upkeep::SessionOver => {
            app.write_as(presence.actor(), now, move |tx| {
                session::end(tx, &id)?;
                tx.entry(Entry::of("session ended by itself", "session", &id.0))
            })
            .await?;
            return Ok(None);
        }
    }
    Ok(Some(Arc::new(presence)))
}

/// Ends the elevation, and lets the next page say why.
async fn elevation_is_over(
    app: &App,
    presence: &mut Presence,
    visit: &Visit,
    act: &'static str,
    words: &'static str,
) -> Result<(), Problem> {
    let (id, by_itself) = (presence.session.clone(), visit.is_by_itself);
    app.write_as(presence.actor(), visit.now, move |tx| {
        session::seen(tx, &id)?;
        if by_itself {
            session::say(tx, &id, words, true)?;
        }
        if session::drop_elevation(tx, &id)? {
            tx.entry(Entry::of(act, "session", &id.0))?;
        }
        Ok::<_, Problem>(())
    })
    .await?;
    presence.flash.get_or_insert_with(|| Flash {
        kind: FlashKind::Warning,
        text: words.to_owned(),
    });
    Ok(())
}

/// The answer with the session's cookie handed out.
#[must_use]
pub fn with_session(app: &App, response: Response, token: &str) -> Response {
    with_cookie(response, app.config().cookies().set(SESSION_COOKIE, token))
}

/// The answer with the session's cookie taken back.
#[must_use]
pub fn without_session(app: &App, response: Response) -> Response {
    with_cookie(response, app.config().cookies().clear(SESSION_COOKIE))
}
