//! What the component macros in `components/` need from Rust: the choices of a
//! list, the columns of a table, and the attributes that tie a field to its hint
//! and its error.
//!
//! # The macros
//!
//! They are named as upstream names them and give upstream's HTML (`fixtures/`
//! proves it). Arguments go by place or by name; all but the first two or so may
//! be left out. A text may be a `String`, a `&String`, a `&str` or a literal, and
//! is always escaped; `error` is an `Option<&str>`; `attributes` takes a literal
//! only. What holds other content is called with a block; what does not, with
//! braces. Every field also takes `hint`, `error`, `id`, `classes` ("govuk-input--width-10"),
//! `label_classes` or `legend_classes` ("govuk-label--m"), `label_is_heading` or
//! `legend_is_heading`, `group_classes` and `attributes`.
//!
//! ```text
//! {% import "layout/components/form.html" as f %}
//! {{ f::error_summary(errors) }}                    a keyward_web::Errors; nothing when empty
//! {{ f::input("email", "Email address", value=email, error=errors.of("email"),
//!             kind="email", autocomplete="username") }}     also: inputmode, spellcheck, prefix, suffix
//! {{ f::password_input("password", "Password", error=errors.of("password"),
//!                      autocomplete="new-password") }}      never has a value
//! {{ f::textarea("seen", "What did you see and hear?", value=seen, rows=8) }}
//! {{ f::character_count("name", "Device Name", 60, value=name) }}
//! {{ f::select("year", "Year group", years, value=year) }}              years: Vec<Choice>
//! {{ f::radios("category", "Category", categories, value=category) }}
//! {% call(item) f::radios("place", "Where?", places, value=place) %}     a Choice that .reveals()
//!   {{ f::input("place_other", "Where was it?", value=place_other) }}
//! {% endcall %}
//! {{ f::checkboxes("alert", "Who to tell", people) }}                   each Choice says .chosen(…)
//! {{ f::date_input("noticed", "When was it noticed?", day=day, month=month, year=year,
//!                  error=errors.of("noticed-day"), wrong="day") }}       noticed-day, -month, -year
//! {{ f::file_upload("file", "CSV file", attributes="accept=\".csv\"") }}
//! {% call f::fieldset("Your name", legend_classes="govuk-fieldset__legend--m") %} … {% endcall %}
//! {{ f::enter("/concerns/new") }}            first in a long form: Enter sends nothing half-written
//! <div class="govuk-button-group">
//!   {{ f::button("Log this concern", once=true) }}            once: a second click does nothing
//!   {{ f::button("Cancel", href="/dashboard", classes="govuk-button--secondary") }}
//!   {{ f::button("Remove this key", name="act", value="remove", classes="govuk-button--warning") }}
//! </div>
//!
//! {% import "layout/components/content.html" as c %}
//! {% call c::table(["Name", "Year group", ""], caption="Pupils") %}      sortable=true: sorted by script
//!   {% for pupil in pupils %}<tr class="govuk-table__row">
//!     {{ c::row_header(pupil.name) }}{{ c::cell(pupil.year, numeric=true, sort=pupil.order) }}
//!     {% call c::cell() %}<a class="govuk-link" href="…">Open</a>{% endcall %}
//!   </tr>{% endfor %}
//! {% endcall %}
//! {% call c::summary_list() %}
//!   {{ c::summary_row("Name", name, action="Change", href="/account/name", action_hidden="your name") }}
//!   {% call c::summary_row("Told") %} … {% endcall %}
//! {% endcall %}
//! {% call c::timeline() %}{% call c::timeline_item(title, date, at=machine_date, by=name, href=link) %}
//!   <p class="govuk-body">…</p>{% endcall %}{% endcall %}
//! {{ c::tag("Open", "govuk-tag--green") }}    {{ c::badge("Elevated") }}    {{ c::warning_text("…") }}
//! {{ c::alert("This key is already linked to your account", kind="error", role="alert") }}
//! {% call c::inset_text() %} … {% endcall %}
//! {% call c::details("What Windows asks") %} … {% endcall %}
//! {% call c::notification_banner(title="Before you go on") %} … {% endcall %}
//! {{ c::panel("Concern logged", text="The safeguarding lead has been told.") }}
//! {% call c::identity_bar("Amara Okafor, Year 4, 4B") %} … {% endcall %}
//!
//! {% import "layout/components/navigation.html" as n %}
//! {{ n::back_link("/pupils", "Pupils") }}
//! {% call n::breadcrumbs() %}{{ n::breadcrumb("Pupils", "/pupils") }}{{ n::breadcrumb("4B") }}{% endcall %}
//! {% call n::sub_navigation("Account") %}
//!   {{ n::sub_navigation_item("Security Keys", "/account/security-keys", true) }}
//! {% endcall %}
//! {{ n::pagination(previous=newer, next=older) }}                        nothing when both are empty
//! ```
//!
//! # Classes of our own
//!
//! `kw-title` (a heading with a button at its right), `kw-panel` and
//! `kw-panel kw-panel--tint` (a frame), `kw-list` with `kw-list__note` (a quiet
//! list), `kw-empty` ("Nothing needs you"), `kw-narrative` (what someone wrote,
//! line breaks kept), `kw-dialog` with `kw-dialog__title` (a `<dialog>`, opened by
//! `data-dialog-open="id"`, closed by `data-dialog-close`).

use std::fmt::{self, Display};

use askama::filters::Safe;

/// One choice of a select, of radios or of checkboxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub text: String,
    /// What helps them choose.
    pub hint: String,
    /// Chosen already, whatever the field's value.
    pub chosen: bool,
    /// Shown, but not to be chosen.
    pub disabled: bool,
    /// Not a choice but the word between two ("or").
    pub divider: bool,
    /// Choosing it shows what the call block writes for it.
    pub reveals: bool,
    /// A checkbox that clears all others ("None of these").
    pub exclusive: bool,
}

impl Choice {
    /// A choice that sends `value` and reads `text`.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            text: text.into(),
            ..Choice::default()
        }
    }

    /// A word between two choices.
    pub fn divider(text: impl Into<String>) -> Choice {
        Choice {
            text: text.into(),
            divider: true,
            ..Choice::default()
        }
    }

    /// With words that help to choose it.
    pub fn hint(self, hint: impl Into<String>) -> Choice {
        Choice {
            hint: hint.into(),
            ..self
        }
    }

    /// Chosen from the start, or not.
    pub fn chosen(self, chosen: bool) -> Choice {
        Choice { chosen, ..self }
    }

    /// Choosing it shows what the call block writes for it.
    pub fn reveals(self) -> Choice {
        Choice {
            reveals: true,
            ..self
        }
    }

    /// Whether it is chosen in a field that holds `value`.
    pub fn is_chosen(&self, value: &str) -> bool {
        self.chosen || (!value.is_empty() && self.value == value)
    }
}

/// The first of two that is not empty: a field's id is its name unless told.
pub fn or<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.is_empty() { second } else { first }
}

/// Further attributes of a component. Only a literal can be handed over, so
/// nothing a person typed can ever become one.
pub fn attributes(literal: &'static str) -> Safe<Attributes> {
    Safe(Attributes(literal))
}

/// Attributes written in a template, with the space before them.
#[derive(Clone, Copy, Debug)]
pub struct Attributes(&'static str);

impl Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, " {}", self.0)
        }
    }
}

/// ` aria-describedby="…"` for a field with a hint or an error, else nothing.
pub fn described_by(id: &str, more: &str, hint: bool, error: bool) -> Safe<String> {
    let mut ids = Vec::new();
    if !more.is_empty() {
        ids.push(more.to_owned());
    }
    if hint {
        ids.push(format!("{id}-hint"));
    }
    if error {
        ids.push(format!("{id}-error"));
    }
    describing(&ids)
}

/// The same for one checkbox, which may have a hint of its own.
pub fn item_described_by(
    id: &str,
    item_id: &str,
    hint: bool,
    error: bool,
    item_hint: bool,
) -> Safe<String> {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{id}-hint"));
    }
    if error {
        ids.push(format!("{id}-error"));
    }
    if item_hint {
        ids.push(format!("{item_id}-item-hint"));
    }
    describing(&ids)
}

fn describing(ids: &[String]) -> Safe<String> {
    if ids.is_empty() {
        return Safe(String::new());
    }
    let ids = askama::filters::escape(ids.join(" "), askama::filters::Html)
        .map(|escaped| escaped.to_string())
        .unwrap_or_default();
    Safe(format!(" aria-describedby=\"{ids}\""))
}

/// The id of one radio or checkbox; the first bears the field's own id, so that
/// an error summary leads to it.
pub fn item_id(id: &str, index: &usize) -> String {
    if *index > 1 {
        format!("{id}-{index}")
    } else {
        id.to_owned()
    }
}

/// The id of the message that counts characters.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "no page counts characters yet; the gallery does")
)]
pub fn info_id(id: &str) -> String {
    format!("{id}-info")
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub text: String,
    /// Whether it holds numbers, which line up on the right.
    pub numeric: bool,
    /// Whether a sortable table may be sorted by it.
    pub sortable: bool,
    /// How it is sorted to begin with, as `aria-sort` says it.
    pub sorted: &'static str,
}

impl Column {
    /// A column with this heading.
    pub fn new(text: impl Into<String>) -> Column {
        Column {
            text: text.into(),
            numeric: false,
            sortable: true,
            sorted: "none",
        }
    }

    /// It holds numbers.
    pub fn numeric(self) -> Column {
        Column {
            numeric: true,
            ..self
        }
    }

    /// The rows come in its order.
    pub fn ascending(self) -> Column {
        Column {
            sorted: "ascending",
            ..self
        }
    }
}

/// What can head a column: a word, or a [`Column`] that says more.
pub trait Heading {
    /// The column it heads.
    fn column(&self) -> Column;
}

impl Heading for Column {
    fn column(&self) -> Column {
        self.clone()
    }
}

impl Heading for str {
    fn column(&self) -> Column {
        Column::new(self)
    }
}

impl Heading for String {
    fn column(&self) -> Column {
        Column::new(self)
    }
}

impl<T: Heading + ?Sized> Heading for &T {
    fn column(&self) -> Column {
        (**self).column()
    }
}

/// The column that a word or a [`Column`] heads; for the table macro.
pub fn column(heading: impl Heading) -> Column {
    heading.column()
}
