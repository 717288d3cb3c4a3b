//! In which tense a use is told: "is injecting", "has been injecting", "was injecting", "in 2019 he was" (tense.py).
const t = @import("types.zig");
const times = @import("times.zig");
const Reader = @import("reader.zig").Reader;

/// Whether it is told of a use that it goes on: "is injecting", "injects", "has been injecting". since: from which token on.
pub fn goesOn(by: *const Reader, list: []const t.Token, d: *const t.Draft, end: u32, since: u32) bool {
    if (!times.isUse(by, d)) return false;
    const first = @max(d.first -| 2, since);
    for (first..@max(first, d.first + 1)) |n| if (list[n].timed.doing and !was(list, n)) return true;
    for (first..@max(first, @min(d.first + 1, end -| 2))) |n| {
        const perfect = list[n].id == .has or list[n].id == .have;
        if (perfect and list[n + 1].id == .been and list[n + 2].timed.acting) return true;
    }
    return false;
}

/// Whether what begins at a token is told as something that was: "in 2019 he was injecting daily".
pub fn was(list: []const t.Token, n: usize) bool {
    return n > 0 and (list[n - 1].id == .was or list[n - 1].id == .were);
}

/// Whether a time stands before the subject of its clause: "he accepts that in 2019 he was dependent on heroin".
pub fn isFronted(list: []const t.Token, mark: times.Mark, end: u32) bool {
    return mark.kind == .dated and mark.last < end and list[mark.last].flags.subjects;
}
