//! What a process does while nothing happens.
//!
//! It only looks on, through `/proc`; elsewhere than on Linux it sees nothing. Invariant: every thread
//! of the process counts.

use std::fs;

/// What all threads of a process have done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// How often one was put on a processor, because it woke or because another had its turn.
    pub switches: u64,
    /// Nanoseconds on a processor.
    pub nanoseconds: u64,
}

impl Work {
    /// What a process has done since it began.
    pub fn of(process: &str) -> Self {
        let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        threads.map(|thread| thread.path()).fold(Self::default(), |sum, thread| {
            let read = |file: &str| fs::read_to_string(thread.join(file)).unwrap_or_default();
            let number = |text: Option<&str>| text.and_then(|text| text.parse().ok()).unwrap_or(0);
            let status = read("status");
            let switches = status.lines().filter(|line| line.contains("ctxt_switches:"));
            let switches: u64 = switches.map(|line| number(line.split_whitespace().nth(1))).sum();
            let time = number(read("schedstat").split_whitespace().next());
            Self { switches: sum.switches + switches, nanoseconds: sum.nanoseconds + time }
        })
    }

    /// What a process does meanwhile; nothing where that cannot be seen.
    pub fn during(process: &str, meanwhile: impl FnOnce()) -> Option<Self> {
        let before = Self::of(process);
        meanwhile();
        let after = Self::of(process);
        // A process that runs was once put on a processor.
        (before.switches > 0).then(|| Self {
            switches: after.switches - before.switches,
            nanoseconds: after.nanoseconds - before.nanoseconds,
        })
    }
}
