//! The keys that the school has brought in.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Answer;

use crate::cx::Cx;
use crate::ids::{PersonId, StockId};
use crate::layout::Shell;
use crate::usb_keys::sort::Sort;
use crate::usb_keys::store::{self, Held, InStock};

#[derive(Template)]
#[template(path = "usb_keys/stock/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    keys: Vec<InStock>,
}

impl ListPage {
    /// How many nobody has.
    fn free(&self) -> usize {
        self.keys.iter().filter(|key| key.held.is_none()).count()
    }
}

impl InStock {
    /// What people call it.
    pub(super) fn name(&self) -> &str {
        match self.serial.as_str() {
            "" => &self.public_id,
            serial => serial,
        }
    }

    /// What it types first, where that is not its serial number.
    pub(super) fn types_first(&self) -> &str {
        match self.sort {
            Sort::YubicoOtp => &self.public_id,
            Sort::OathHotp => "",
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let keys = cx.read(store::all).await?;
    let shell = cx.page();
    cx.show(&ListPage { shell, keys })
}

/// A key for samples of pages.
pub(super) fn sample_key(serial: &str) -> InStock {
    InStock {
        id: StockId(format!("stock-{serial}")),
        sort: Sort::YubicoOtp,
        serial: serial.into(),
        public_id: "vvgutbiedkvi".into(),
        added_at: Moment::from_micros(1_795_000_000_000_000),
        held: None,
    }
}

/// A key that somebody has, or gave up.
pub(super) fn sample_held(until: Option<Moment>) -> InStock {
    let since = Moment::from_micros(1_795_000_000_000_000);
    let held = Held {
        person: PersonId("p".into()),
        name: "Amira Khan".into(),
        since,
        until,
    };
    InStock {
        held: Some(held),
        sort: Sort::OathHotp,
        public_id: "1382042".into(),
        ..sample_key("1382042")
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let given_up = sample_held(Some(Moment::from_micros(1_795_100_000_000_000)));
    ListPage {
        shell: Shell::default(),
        keys: vec![sample_key("508326"), sample_held(None), given_up],
    }
}

/// The page of a school without such keys.
pub(super) fn empty_sample() -> ListPage {
    ListPage {
        keys: Vec::new(),
        ..sample()
    }
}
