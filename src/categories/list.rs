//! The categories of the school, as a tree.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Pairs};

use super::category::Category;
use super::colour::Colour;
use super::store;
use super::tree::{Branch, Way};
use crate::cx::Cx;
use crate::ids::CategoryId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "categories/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    used: Vec<Branch>,
    /// Those that are retired, by themselves or with the one above.
    retired: Vec<Category>,
    /// Which was just moved, and which way.
    moved: Option<(CategoryId, Way)>,
}

impl ListPage {
    fn of(shell: Shell, tree: Vec<Branch>) -> Self {
        let mut retired = Vec::new();
        let mut used = Vec::new();
        for mut branch in tree {
            if branch.category.is_retired {
                retired.extend(branch.all().cloned());
                continue;
            }
            let (gone, kept) = branch.beneath.into_iter().partition(|one| one.is_retired);
            branch.beneath = kept;
            let gone: Vec<Category> = gone;
            retired.extend(gone);
            used.push(branch);
        }
        Self {
            shell,
            used,
            retired,
            moved: None,
        }
    }

    /// Which button of a category stands ready for the next press: the one that was pressed, or the
    /// other where it can go no further that way.
    fn ready(&self, category: &Category, is_first: &bool, is_last: &bool) -> Option<Way> {
        let (moved, way) = self.moved.as_ref()?;
        (*moved == category.id).then_some(match way {
            Way::Up if *is_first => Way::Down,
            Way::Down if *is_last => Way::Up,
            way => *way,
        })
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let way = Way::named(query.text("to"));
    let moved = way.map(|way| (CategoryId(query.text("moved").to_owned()), way));
    let tree = cx.read(store::tree).await?;
    let page = ListPage::of(cx.page(), tree);
    cx.show(&ListPage { moved, ..page })
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let mut old = Category::sample("o", None, "Uniform");
    (old.is_retired, old.colour) = (true, Colour::Brown);
    let mut tree = super::sample();
    tree.push(Branch {
        category: old,
        beneath: Vec::new(),
    });
    ListPage::of(Shell::default(), tree)
}
