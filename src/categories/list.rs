//! The categories of the school, as a tree.

use askama::Template;
use keyward_web::Answer;

use super::category::Category;
use super::colour::Colour;
use super::store;
use super::tree::Branch;
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "categories/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    used: Vec<Branch>,
    /// Those that are retired, by themselves or with the one above.
    retired: Vec<Category>,
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
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let tree = cx.read(store::tree).await?;
    cx.show(&ListPage::of(cx.page(), tree))
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
