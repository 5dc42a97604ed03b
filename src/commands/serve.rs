//! `keyward serve`.

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{Failure, open, say};
use crate::alerts::Watch;
use crate::app::App;
use crate::config::{Config, Database};
use crate::mail::{Delivery, PostRoom};
use crate::{drafts, planner};

/// Serves until Ctrl-C or SIGTERM.
pub async fn run(config: Config) -> Result<(), Failure> {
    let (config, listener) = listen(config).await?;
    let app = open::app(config).await?;
    let config = app.config();
    let stop = stop();
    say(format_args!(
        "Keyward answers at {}",
        config.origin().as_str()
    ));
    say(format_args!(
        "Master key: {}. Keep a copy of this file apart from the database and its backups: \
         together they open every record, and without it nobody can.",
        config.master_key_file.display()
    ));
    if let Database::File(path) = &config.database {
        say(format_args!("Database: {}", path.display()));
    }
    answer(app, listener, stop).await
}

/// Binds the address, and tells the settings which port it became.
pub async fn listen(config: Config) -> Result<(Config, TcpListener), Failure> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        Failure::new(format!(
            "cannot listen on {}: {error}. Stop what listens there, or choose another port with \
             --listen",
            config.listen
        ))
    })?;
    let address = listener.local_addr().map_err(Failure::new)?;
    Ok((config.listening_at(address), listener))
}

/// Answers requests, sends letters, watches the clocks, reminds people and lets go of
/// old drafts until told to stop;
/// requests under way are finished, as far as they do not take too long.
pub async fn answer(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let delivery = Delivery::new(app.config()).map_err(Failure::new)?;
    let post_room = tokio::spawn(PostRoom::new(app.clone(), delivery).work());
    let watch = tokio::spawn(Watch::new(app.clone()).work());
    let reminders = tokio::spawn(planner::remind_daily(app.clone()));
    let forgetting = tokio::spawn(drafts::forget_hourly(app.clone()));
    let service = app
        .router()
        .into_make_service_with_connect_info::<SocketAddr>();
    let (told, was_told) = oneshot::channel();
    let stop = async move {
        stop.await;
        // Nobody hears it when what serves has ended already.
        let _ = told.send(());
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop);
    let too_long = async {
        if was_told.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(app.patience().stopping).await;
    };
    let served = tokio::select! {
        served = serving.into_future() => served,
        () = too_long => {
            tracing::warn!("stopped, though requests were still being held open");
            Ok(())
        }
    };
    post_room.abort();
    reminders.abort();
    forgetting.abort();
    watch.abort();
    served.map_err(Failure::new)
}

/// Listens from now on for Ctrl-C and for the service manager's word; resolves when either comes.
/// Whoever says that Keyward is ready has called this before.
#[cfg(unix)]
pub fn stop() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    async move {
        match signals {
            (Ok(mut interrupt), Ok(mut terminate)) => {
                tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            }
            // Then the signals end the program by themselves, if less gently.
            _ => std::future::pending().await,
        }
    }
}

/// Resolves when Ctrl-C is pressed.
#[cfg(not(unix))]
pub async fn stop() {
    drop(tokio::signal::ctrl_c().await);
}

#[cfg(test)]
#[path = "serve_tests.rs"]
mod tests;
