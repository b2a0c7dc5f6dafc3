//! On what it was measured.

use std::fs;

/// Processors, memory, system and the version of SQLite, in one line.
pub(crate) fn words() -> String {
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let memory_kb: f64 = field("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    format!(
        "{cpus} × {}, {:.1} GiB, Linux {}, SQLite {}, load before {}",
        field("/proc/cpuinfo", "model name"),
        memory_kb / 1_048_576.0,
        kernel.trim(),
        rusqlite::version(),
        load.split(' ').next().unwrap_or_default(),
    )
}
