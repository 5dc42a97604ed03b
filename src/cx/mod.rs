//! Who asks, when, with which access: what every page is given.
//!
//! [`Cx`] is a signed-in person's request, [`Visit`] anybody's. Both are made by the [`guard`],
//! which stands before every route, counts the access anew and turns problems into pages. They
//! are the only way to the database: [`Cx::read`] and [`Cx::write`] take a plain synchronous
//! closure over a [`Tx`], which knows the actor and the moment.

mod act;
mod anew;
mod arriving;
pub mod guard;
mod kept;
mod lasting;
mod presence;
mod problem_page;
mod session;
mod shown;
#[cfg(test)]
mod tests;
mod tx;
mod viewing;

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::{Answer, Problem};

pub use arriving::Patience;
pub use kept::is_secret;
pub use lasting::elevation_until;
pub use presence::{Presence, token_hash};
pub use session::{
    drop_elevation, drop_elevation_by, elevate, elevate_session, forget_shown_keys,
    note_shortage_of, view_as, view_as_oneself,
};

pub use shown::Shown;
pub use tx::{Actor, JobError, Tx};
pub use viewing::Closed;

use act::Rehearsal;

use crate::access::{May, View};
use crate::app::App;
use crate::feature::Feature;
use crate::ids::SchoolId;
use crate::layout::{ElevationMark, NavItem, SchoolName, Shell, TooFewKeys};
use crate::school;

/// What the guard asks the database.
pub fn feature() -> Feature {
    Feature::named("cx")
        .statements(presence::STATEMENTS)
        .statements(session::STATEMENTS)
        .statements(viewing::STATEMENTS)
        .sample("show your key for an act", &act::sample())
        .sample(
            "show your key for an act, without one",
            &act::sample_without_key(),
        )
}

/// Anybody's request, signed in or not.
#[derive(Clone)]
pub struct Visit {
    /// The application.
    pub app: App,
    /// When the request came.
    pub now: Moment,
    /// Where it came from.
    pub address: IpAddr,
    /// The browser and system that it names, in few words.
    pub device: String,
    /// Who is signed in, if anybody.
    pub presence: Option<Arc<Presence>>,
    /// What the route asks of whoever comes.
    may: May,
    /// The secret of the session that was brought.
    secret: Option<Arc<str>>,
    here: String,
    /// What is written is undone at once where there is a rehearsal, which shows whether a form is
    /// right, and what would be said, before its person is asked for a touch.
    rehearsal: Option<Rehearsal>,
    /// The page to come back to after elevating; empty where it is none.
    come_back_to: String,
    /// Whether a page sent it by itself.
    is_by_itself: bool,
    /// Whether this is an act of somebody who views as a user group, who changes nothing meanwhile.
    is_act_while_viewing: bool,
}

/// A signed-in person's request.
#[derive(Clone)]
pub struct Cx {
    visit: Visit,
    presence: Arc<Presence>,
}

impl std::ops::Deref for Cx {
    type Target = Presence;

    fn deref(&self) -> &Presence {
        &self.presence
    }
}

impl Cx {
    /// When the request came.
    pub fn now(&self) -> Moment {
        self.visit.now
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.visit.app
    }

    /// The request as anybody's.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The same person's request as it stands now. What was long in coming, such as a file, is
    /// written with the rights and at the moment of its end.
    ///
    /// # Errors
    /// That they are signed out, or not elevated any more, or may not do this any more.
    pub async fn anew(&self) -> Result<Self, Problem> {
        let visit = anew::anew(&self.visit, &self.presence).await?;
        let presence = visit.presence.clone().ok_or(Problem::NotFound)?;
        Ok(Self { visit, presence })
    }

    /// Runs a job that only reads.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn read<T: Send + 'static, E: JobError>(
        &self,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.visit
            .app
            .read_as(self.presence.actor(), self.visit.now, job)
            .await
    }

    /// Runs a job that writes, all of it or nothing. It may run twice, so it does nothing but
    /// database work; and it must leave an audit entry when it changes anything.
    ///
    /// # Errors
    /// What the job says, that its person views as a user group and changes nothing meanwhile, or
    /// that the database is away.
    pub async fn write<T: Send + 'static, E: JobError>(
        &self,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        if self.visit.is_act_while_viewing {
            return Err(viewing::refusal(&self.presence.access).into());
        }
        let (app, actor, now) = (&self.visit.app, self.presence.actor(), self.visit.now);
        match &self.visit.rehearsal {
            Some(rehearsal) => app.rehearse_as(actor, now, rehearsal.hears(job)).await,
            None => app.write_as(actor, now, job).await,
        }
    }

    /// The shell of a page for this person.
    pub fn page(&self) -> Shell {
        self.visit.page()
    }

    /// A page.
    ///
    /// # Errors
    /// When the template does not render.
    pub fn show(&self, page: &impl Template) -> Answer {
        show(StatusCode::OK, page)
    }

    /// The page again, with what was wrong on it (422).
    ///
    /// # Errors
    /// When the template does not render.
    pub fn show_again(&self, page: &impl Template) -> Answer {
        show(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// On to another page (303).
    ///
    /// # Errors
    /// None.
    pub fn redirect(&self, to: impl AsRef<str>) -> Answer {
        redirect(to)
    }
}

impl Visit {
    /// The shell of a page for whoever is there.
    pub fn page(&self) -> Shell {
        let Some(presence) = &self.presence else {
            return Shell::default();
        };
        let navigation = self
            .app
            .entrances()
            .iter()
            .filter(|entrance| entrance.may.allows(Some(&presence.access)))
            .filter(|entrance| {
                let is_viewing = presence.access.view().is_some();
                !is_viewing || viewing::Closed::page(entrance.href, false).is_none()
            })
            .map(|entrance| NavItem {
                label: entrance.label,
                href: entrance.href,
                current: self.here == entrance.href
                    || (entrance.href == school::SETTINGS && self.is_in_settings()),
            })
            .collect();
        let elevation = match &presence.elevation {
            Some(elevation) => ElevationMark::On {
                until: elevation.until.time(),
                seconds_left: self.now.seconds_until(elevation.until).max(0),
            },
            None if presence.ways.any() => ElevationMark::Offered,
            None => ElevationMark::Absent,
        };
        Shell {
            school: Some(SchoolName {
                name: presence.school.name.clone(),
                slug: presence.school.slug.clone(),
            }),
            person_name: Some(presence.name.clone()),
            navigation,
            elevation,
            flash: presence.flash.clone(),
            here: self.come_back_to.clone(),
            viewing_as: presence.access.view().map(View::words),
            too_few_keys: presence.grace.map(|grace| TooFewKeys {
                keys: grace.keys,
                keys_min: grace.keys_min,
                until: grace.until.day_and_time(),
                is_over: grace.is_over,
            }),
        }
    }

    /// Whether the page is one of those that the settings lead to.
    fn is_in_settings(&self) -> bool {
        let mut settings = self.app.settings().iter();
        settings.any(|setting| setting.href == self.here)
    }

    /// The shell of a page that belongs to a school but to nobody signed in.
    pub fn page_of(&self, name: &str, slug: &str) -> Shell {
        let school = Some(SchoolName {
            name: name.into(),
            slug: slug.into(),
        });
        Shell {
            school,
            ..Shell::default()
        }
    }

    /// Runs a job that only reads, for nobody in particular at this school.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn read<T: Send + 'static, E: JobError>(
        &self,
        school: Option<(SchoolId, SchoolKey)>,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.app
            .read_as(Actor::visitor(school), self.now, job)
            .await
    }

    /// Runs a job that writes, for nobody in particular at this school.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn write<T: Send + 'static, E: JobError>(
        &self,
        school: Option<(SchoolId, SchoolKey)>,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.app
            .write_as(Actor::visitor(school), self.now, job)
            .await
    }
}

/// A page with this status.
///
/// # Errors
/// When the template does not render.
pub fn show(status: StatusCode, page: &impl Template) -> Answer {
    let html = page.render().map_err(Problem::bug)?;
    Ok((status, Html(html)).into_response())
}

/// On to another page (303). What no address holds, such as the end of a line, is escaped: it comes
/// when the act is done, and may not fail any more.
///
/// # Errors
/// None.
pub fn redirect(to: impl AsRef<str>) -> Answer {
    let mut address = String::with_capacity(to.as_ref().len());
    for byte in to.as_ref().bytes() {
        match byte {
            b'!'..=b'~' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    let to = HeaderValue::from_str(&address).map_err(Problem::bug)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// The answer, handing out a cookie with it.
#[must_use]
pub fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Response> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Problem::bug("a route without its guard").into_response())
    }
}

impl FromRequestParts<App> for Cx {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let presence = visit
            .presence
            .clone()
            .ok_or_else(|| Problem::NotFound.into_response())?;
        Ok(Self { visit, presence })
    }
}
