//! The times and endings of a sentence, each with the small words before it that say how it is meant: "2019", "since 2018", "last used 3 days ago" (times.py).
const std = @import("std");
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;
const List = std.ArrayListUnmanaged;

const oldest = 1961; // a year before it is more likely a dose or a time of day
const begun_in = 4; // tokens before a time in which "started" stands
const last_in = 6; // the same, "last"

/// A time or an ending.
pub const Mark = struct {
    kind: t.MarkKind,
    first: u32,
    last: u32,

    pub fn isTime(m: Mark) bool {
        return switch (m.kind) {
            .dated, .begun, .lately, .newly, .until, .done, .last => true,
            else => false,
        };
    }
    pub fn meets(m: Mark, cue: t.Cue) bool {
        return cue.first < m.last and m.first < cue.last;
    }
    pub fn cueOf(m: Mark) t.Cue {
        return .{ .kind = .dated, .first = m.first, .last = m.last };
    }
};

/// The times and endings of a sentence in order. told: its mentions that a time can be of; year: in which it was written.
pub fn find(a: t.Allocator, by: *const Reader, found: t.Tokens, hits: []const t.Hit, told: []const *t.Draft, cues: []const t.Cue, span: t.Span, year: i32) t.Failed![]const Mark {
    var x = Times{ .a = a, .by = by, .found = found, .list = found.list, .told = told, .cues = cues, .start = span.start, .end = span.end, .this_year = year };
    try x.find(hits);
    return x.marks.items;
}

/// Whether a mention is of drugs or injecting.
pub fn isUse(by: *const Reader, d: *const t.Draft) bool {
    const about = by.about(d.about);
    return about.injecting or about.routed;
}

const Times = struct {
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    list: []const t.Token,
    told: []const *t.Draft,
    cues: []const t.Cue,
    start: u32,
    end: u32,
    this_year: i32,
    marks: List(Mark) = .empty,

    fn find(x: *Times, hits: []const t.Hit) t.Failed!void {
        var all: List(Mark) = .empty;
        for (hits) |h| {
            if (h.layer != .date) continue;
            for (h.meanings) |m| {
                if ((m.mark == .closed or m.mark == .ended) and x.isNotOver(h.first, h.last)) continue;
                try all.append(x.a, .{ .kind = m.mark, .first = h.first, .last = h.last });
            }
        }
        var n = x.start;
        while (n < x.end) {
            const last = x.year(n);
            const taken = last == 0 or for (all.items) |m| {
                if (m.first <= n and n < m.last) break true;
            } else false;
            if (!taken) try all.append(x.a, .{ .kind = .dated, .first = n, .last = last });
            n = if (taken) n + 1 else last;
        }
        const phrases = all.items.len;
        if (x.end > x.start) for (x.start + 1..x.end) |at| if (x.isMonth(@intCast(at), all.items[0..phrases])) {
            try all.append(x.a, .{ .kind = .month, .first = @intCast(at), .last = @intCast(at + 1) });
        };
        std.sort.insertion(Mark, all.items, {}, firstFirst);
        for (all.items) |found| {
            if (found.kind == .none or found.kind == .others) continue;
            const mark = x.placed(found);
            const placed_marks = x.marks.items;
            if (placed_marks.len > 0 and mark.first < placed_marks[placed_marks.len - 1].last) {
                if (mark.last > placed_marks[placed_marks.len - 1].last) placed_marks[placed_marks.len - 1] = mark; // "since 2018"
            } else try x.marks.append(x.a, mark);
        }
    }

    /// Whether a month ends its part of the sentence: "phlebitis, same arm, Oct".
    fn isMonth(x: *const Times, n: u32, found: []const Mark) bool {
        const token = x.list[n];
        if (!token.timed.months or token.id == .may or token.id == .mar or token.id == .march) return false;
        if (x.list[n - 1].timed.until) return false; // "warfarin until October"
        if (n + 1 < x.end and !x.list[n + 1].in(",.;):")) return false;
        for (found) |m| if (m.first <= n and n < m.last) return false;
        return true;
    }

    fn isNotOver(x: *const Times, first: u32, last: u32) bool {
        for (x.list[first..last]) |token| if (token.timed.not_over) return true;
        return false;
    }

    /// Past a year ("2019", "'19", "2016-20"), or 0.
    fn year(x: *const Times, n: u32) u32 {
        const list = x.list;
        var last = n + 1;
        if (list[n].sign == '\'' and n + 1 < x.end and list[n + 1].isNumber() and list[n + 1].len == 2) {
            last = n + 2;
        } else if (x.found.isYear(n)) {
            const told = std.fmt.parseInt(i32, x.found.word(n), 10) catch return 0;
            if (told < oldest or told >= x.this_year) return 0;
        } else if (list[n].timed.months and n > 0 and list[n - 1].sign == '(' and n + 1 < x.end and list[n + 1].sign == ')') {
            return n + 1;
        } else return 0;
        if (last < x.end and list[last].timed.amounts) return 0;
        if (last + 1 < x.end and (list[last].sign == '-' or list[last].timed.until) and list[last + 1].isNumber()) return last + 2;
        return last;
    }

    /// A mark with the small words before it, and what they say of it.
    fn placed(x: *const Times, mark: Mark) Mark {
        const list = x.list;
        var first = mark.first;
        const last = mark.last;
        if ((mark.kind == .dated or mark.kind == .lately) and first > x.start and list[first - 1].sign == '+') first -= 1; // "20+ years ago"
        if ((mark.kind == .dated or mark.kind == .lately) and first > x.start and list[first - 1].isNumber() and !list[first].isNumber()) first -= 1; // "3 years ago"
        while (first > x.start and list[first - 1].timed.before_times) first -= 1;
        if (mark.kind == .dated) first = x.withDay(first);
        if (mark.kind == .fresh or mark.kind == .days or mark.kind == .lately) {
            var n = first;
            while (n > x.start and list[n - 1].isNumber()) n -= 1;
            const since = mark.kind != .fresh and n > x.start and list[n - 1].id == .since; // "no heroin since Saturday"
            if (since or (n > x.start and list[n - 1].timed.until)) return .{ .kind = .recent, .first = n - 1, .last = last }; // "until 2 days ago"
        }
        if (mark.kind == .fresh or mark.kind == .days or mark.kind == .lately) {
            if (x.lastUsed(first)) |used| return .{ .kind = .recent, .first = used, .last = last };
        }
        if (mark.kind == .month and first > x.start and list[first - 1].id == .since) return .{ .kind = .lasts, .first = first - 1, .last = last };
        if (mark.kind != .dated and mark.kind != .lately) return .{ .kind = mark.kind, .first = first, .last = last };
        if (first > x.start and list[first - 1].timed.until) return .{ .kind = .until, .first = first - 1, .last = last };
        const after = if (last < x.end and list[last].sign == '-') last + 1 else last;
        const anew = after > last and after + 1 < x.end and !list[after + 1].in(",.;):") and t.isDash(x.cues, last); // not "DVT 2018 - now cellulitis"
        if (after < x.end and list[after].timed.onward and !anew) return .{ .kind = .lasts, .first = first, .last = after + 1 };
        if (first > x.start and list[first - 1].id == .since) return .{ .kind = .lasts, .first = first - 1, .last = last };
        if (first > x.start and list[first - 1].id == .from) {
            const ranged = for (list[mark.first..@min(last + 1, list.len)]) |token| {
                if (token.sign == '-' or token.timed.until) break true;
            } else false;
            return .{ .kind = if (ranged) .dated else .lasts, .first = first - 1, .last = last };
        }
        var n = first;
        while (n > x.start and first - n < begun_in) {
            n -= 1;
            if (list[n].in(",;:(")) break;
            if (list[n].timed.last and mark.kind == .dated) return .{ .kind = .last, .first = n, .last = last };
            if (list[n].timed.begun and !x.isRange(mark) and !x.isOfSource(n, first)) return .{ .kind = if (mark.kind == .lately) .newly else .begun, .first = first, .last = last };
            if (list[n].timed.treated and !(n > x.start and list[n - 1].flags.nots)) return .{ .kind = .done, .first = first, .last = last };
        }
        return .{ .kind = mark.kind, .first = first, .last = last };
    }

    /// Where a date begins of which a month, or a year, is found: "on 3 March 2018", "on 12/3/2018".
    fn withDay(x: *const Times, first: u32) u32 {
        const list = x.list;
        var n = first;
        if (n > x.start + 1 and list[n].timed.months and list[n - 1].isNumber()) n -= 1;
        while (n >= x.start + 2 and list[n - 1].in("/-.") and list[n - 2].isNumber()) n -= 2;
        while (n < first and n > x.start and list[n - 1].timed.on_days) n -= 1;
        return n;
    }

    /// Whether a time is that of the use from which something came: "contracted HCV through IDU in 1985".
    fn isOfSource(x: *const Times, begun: u32, first: u32) bool {
        return for (x.told) |d| {
            if (isUse(x.by, d) and begun + 1 < d.first and d.first <= first and x.list[d.first - 1].timed.whence) break true;
        } else false;
    }

    /// "2016-20": "on" it then, and no more.
    fn isRange(x: *const Times, mark: Mark) bool {
        for (x.list[mark.first..mark.last]) |token| if (token.sign == '-' or token.timed.until) return true;
        return false;
    }

    /// Where the "last" of a last use stands before its time: "last used iv heroin 3 days ago".
    fn lastUsed(x: *const Times, first: u32) ?u32 {
        var n = first;
        while (n > x.start and first - n < last_in) {
            n -= 1;
            const token = x.list[n];
            if (token.timed.last) return n;
            const named = for (x.told) |d| {
                if (d.first <= n and n < d.last and isUse(x.by, d)) break true;
            } else false;
            if (!named and !token.timed.used and !token.isNumber()) return null;
        }
        return null;
    }
};

fn firstFirst(_: void, one: Mark, other: Mark) bool {
    return one.first < other.first;
}
