//! Episodes that are counted: one of them is now, or none is, and the others were before: "her third overdose", "two overdoses" (episodes.py).
const std = @import("std");
const t = @import("types.zig");
const Mark = @import("times.zig").Mark;
const Reader = @import("reader.zig").Reader;

const caused_within = 4; // tokens from a time to what an event of that time was for
const of_a_stay = 8; // the same, to what made somebody stop: "quit injecting in 2020 after a spell in ICU with sepsis"

/// The episodes that were before the one that is counted: "her third overdose", "second episode of endocarditis".
pub fn earlier(a: t.Allocator, by: *const Reader, list: []const t.Token, told: []const *t.Draft, marks: []const Mark, start: u32, more: *std.ArrayListUnmanaged(t.Draft)) t.Failed!void {
    for (told) |d| {
        const about = by.about(d.about);
        const way = &d.way;
        if (!about.episodes or about.body or way.negated != null or way.planned != null or way.family != null or way.possible != null) continue;
        var n = d.first;
        while (n > start + 1 and list[n - 1].timed.counted) n -= 1;
        if (n <= start or !list[n - 1].timed.counts) continue;
        const of_late = for (marks) |m| { // "4th overdose this year"
            if (m.kind == .span and m.first >= d.last and m.first <= d.last + 1) break true;
        } else false;
        if (of_late) continue;
        const over = t.Turned{ .historical = .{ .kind = .dated, .first = n - 1, .last = n } };
        try more.append(a, .{ .about = d.about, .option = d.option, .first = d.first, .last = d.last, .way = over, .section = d.section });
    }
}

/// What an event of some time was for, or followed, is of that time too: "naloxone in 2021 for an overdose".
pub fn caused(by: *const Reader, list: []const t.Token, told: []const *t.Draft, mark: Mark, event: *const t.Draft) ?usize {
    if (mark.last >= list.len or !(list[mark.last].timed.causal or list[mark.last].timed.after)) return null;
    const about = by.about(event.about);
    const stopped = mark.kind == .dated and (about.injecting or about.routed) and event.way.historical != null;
    if (!stopped and !about.episodes) return null;
    const within: u32 = if (stopped) of_a_stay else caused_within;
    for (told, 0..) |d, n| {
        if (d.first < mark.last or !by.about(d.about).episodes) continue;
        return if (d.first - mark.last <= within and !isParted(list[mark.last..d.first])) n else null;
    }
    return null;
}

/// Whether what is told of lately is what an illness came from: "cellulitis after a cut two weeks ago". first: where the time begins.
pub fn cameOf(by: *const Reader, list: []const t.Token, d: *const t.Draft, first: u32) bool {
    const about = by.about(d.about);
    if (!about.episodes or about.events or about.body or first <= d.last + 1) return false;
    for (list[d.last .. first - 1]) |token| if (token.timed.after) return true;
    return false;
}

/// Whether a time is of that since which a use goes on: "buys Percocet since her surgeon stopped the script in May".
pub fn goesOn(list: []const t.Token, d: *const t.Draft, mark: Mark) bool {
    var n = mark.first;
    while (n > d.last) {
        n -= 1;
        if (list[n].id == .since) return !isParted(list[n..mark.first]);
    }
    return false;
}

fn isParted(tokens: []const t.Token) bool {
    for (tokens) |token| if (token.in(",;:.()")) return true;
    return false;
}

/// Events that are told by their number are not all of now: "three overdoses", "OD x 3".
pub fn repeat(by: *const Reader, found: t.Tokens, told: []const *t.Draft, marks: []const Mark, start: u32) void {
    for (marks) |m| if (m.kind == .fresh or m.kind == .days or m.kind == .span) return;
    for (told) |d| {
        if (by.about(d.about).follows == t.no_name) continue;
        const way = &d.way;
        if (way.negated != null or way.possible != null or way.historical != null or way.family != null or way.planned != null or way.current != null) continue;
        const before = d.first > start and (found.list[d.first - 1].timed.several or isMany(found, d.first - 1));
        const often = d.last + 1 < found.list.len and std.mem.eql(u8, found.word(d.last), "x") and isMany(found, d.last + 1);
        if (before or often) way.historical = .{ .kind = .dated, .first = d.first, .last = d.last };
    }
}

fn isMany(found: t.Tokens, n: u32) bool {
    return found.list[n].isNumber() and !std.mem.eql(u8, found.word(n), "1");
}
