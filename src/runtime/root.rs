//! The library's folder as a whole: whether it is still the one that is watched, and whether its file
//! system tells of every change.
//!
//! Looks at the folder itself, not at what is in it. Invariant: a folder that was unmounted, renamed or
//! swapped for another is never taken for the one that was there.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::watch::Job;

/// How the folder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the one that was taken last.
    Same,
    /// Another one is in its place, or it was away in between.
    Another,
    /// It is not there, or cannot be read; or what is there is only the place that it was mounted on.
    Gone,
}

/// Which folder it is: device, inode and mount.
type Identity = (u64, u64, u64);

/// The folder.
pub struct Root {
    path: Arc<Path>,
    taken: Option<Identity>,
}

impl Root {
    /// The folder at a path, as it is now.
    pub fn new(path: Arc<Path>) -> Self {
        let taken = identity(&path);
        Self { path, taken }
    }

    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// Takes what is there now as the folder.
    pub fn take(&mut self) {
        self.taken = identity(&self.path);
    }

    /// Lets go of it: whatever comes in its place is another one, the same again too.
    pub fn let_go(&mut self) {
        self.taken = None;
    }

    /// How it stands now.
    pub fn standing(&self) -> Standing {
        let now = identity(&self.path);
        match (now, fs::read_dir(&self.path)) {
            (None, _) | (_, Err(_)) => Standing::Gone,
            (now, _) if now == self.taken => Standing::Same,
            (_, Ok(mut entries)) => {
                if entries.next().is_some() {
                    Standing::Another
                } else {
                    Standing::Gone
                }
            }
        }
    }

    /// Whether nothing is in it, or it cannot be read.
    pub fn is_empty(&self) -> bool {
        fs::read_dir(&self.path).map_or(true, |mut entries| entries.next().is_none())
    }

    /// Whether others may change what is in it without this system being told.
    pub fn is_remote(&self) -> bool {
        is_remote(&self.path)
    }
}

#[cfg(target_os = "linux")]
fn identity(path: &Path) -> Option<Identity> {
    use rustix::fs::{AtFlags, CWD, StatxFlags};
    let asked = StatxFlags::INO | StatxFlags::MNT_ID;
    let data = rustix::fs::statx(CWD, path, AtFlags::empty(), asked).ok()?;
    let device = u64::from(data.stx_dev_major) << 32 | u64::from(data.stx_dev_minor);
    let mount = if data.stx_mask & StatxFlags::MNT_ID.bits() == 0 { 0 } else { data.stx_mnt_id };
    Some((device, data.stx_ino, mount))
}

#[cfg(not(target_os = "linux"))]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|data| (data.dev(), data.ino(), 0))
}

#[cfg(target_os = "linux")]
fn is_remote(path: &Path) -> bool {
    /// From `statfs(2)` and `linux/magic.h`: NFS, SMB and its successors, 9P, Ceph, AFS, Coda, FUSE (of
    /// which sshfs is one), and shared folders of virtual machines.
    const REMOTE: [u32; 12] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
        0x00c3_6400,
        0x5346_414f,
        0x6b41_4653,
        0x7375_7245,
        0x6573_5546,
        0x786f_4256,
        0xbacb_acbc,
    ];
    let Ok(system) = rustix::fs::statfs(path) else { return false };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a magic number has 32 bits; width and sign of the field differ between systems"
    )]
    let magic = system.f_type as u32;
    REMOTE.contains(&magic)
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}

/// Starts a thread that asks for a look at everything whenever something is mounted on the folder or
/// unmounted, of which no watch tells. Without one that is seen at the next change.
///
/// # Errors
/// When no thread can be started.
#[cfg(target_os = "linux")]
pub fn watch_mounts(path: Arc<Path>, jobs: Sender<Job>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    let Ok(mounts) = fs::File::open("/proc/self/mountinfo") else { return Ok(()) };
    let mut known = identity(&path);
    let run = move || {
        loop {
            let mut asked = [PollFd::new(&mounts, PollFlags::PRI)];
            match poll(&mut asked, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return,
            }
            let now = identity(&path);
            if std::mem::replace(&mut known, now) != now && jobs.send(Job::Check).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("mounts".to_owned()).spawn(run).map(drop)
}

#[cfg(not(target_os = "linux"))]
pub fn watch_mounts(_: Arc<Path>, _: Sender<Job>) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_swapped_is_another_and_one_that_went_is_gone() {
        let outer = tempfile::tempdir().unwrap();
        let at = |name: &str| outer.path().join(name);
        fs::create_dir(at("notes")).unwrap();
        let mut root = Root::new(at("notes").into());
        assert_eq!(root.standing(), Standing::Same);
        fs::rename(at("notes"), at("old")).unwrap();
        assert_eq!(root.standing(), Standing::Gone);
        fs::create_dir(at("notes")).unwrap();
        assert_eq!(root.standing(), Standing::Gone, "as the place of something unmounted");
        fs::write(at("notes/a.md"), "# A").unwrap();
        assert_eq!(root.standing(), Standing::Another);
        root.take();
        assert_eq!(root.standing(), Standing::Same);
        root.let_go();
        assert_eq!(root.standing(), Standing::Another);
        assert!(!root.is_remote() || cfg!(not(target_os = "linux")));
    }
}
