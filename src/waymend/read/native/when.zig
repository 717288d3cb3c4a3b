//! When it was: what a sentence tells of that is over, by the times and endings that belong to each mention (when.py).
const std = @import("std");
const t = @import("types.zig");
const times = @import("times.zig");
const tense = @import("tense.zig");
const ways = @import("ways.zig");
const episodes = @import("episodes.zig");
const apart = @import("apart.zig");
const Dating = @import("dating.zig").Dating;
const isColumn = @import("parts.zig").isColumn;
const joinsItems = @import("clauses.zig").joinsItems;
const apposed = @import("clauses.zig").apposed;
const Mark = times.Mark;
const Reader = @import("reader.zig").Reader;
const List = std.ArrayListUnmanaged;

const near_by = 14; // tokens between a mention and its time
const few = 6; // the same, of what was lately
const joined_in = 5; // tokens between two mentions that share one
const ahead_by = 3; // tokens between an ending and a mention after it

/// That a mark belongs to a mention, and how far it stands from it.
const Owner = struct { n: usize, gap: u32, mark: usize };

/// What is known of a text: whether it is of a stay in hospital, whose illnesses are told as now though they are over, and the year in which it was written.
pub const Told = struct { stays: bool, year: i32 };

/// Turn the drafts of a sentence that are over, or go on after all; adds what it tells of once more: "DVT today; had one in 2014".
pub fn settle(a: t.Allocator, by: *const Reader, found: t.Tokens, hits: []const t.Hit, drafts: *List(t.Draft), begun: usize, last: t.Span, cues: []const t.Cue, span: t.Span, told: Told) t.Failed!void {
    var x = When{ .a = a, .by = by, .found = found, .list = found.list, .cues = cues, .start = span.start, .end = span.end, .dating = .{ .by = by, .found = found, .list = found.list, .end = span.end } };
    for (drafts.items[begun..]) |*d| if (x.isTold(d)) try x.told.append(a, d);
    var before: ?*t.Draft = null;
    for (drafts.items[last.start..last.end]) |*d| if (x.isTold(d)) {
        before = d;
    };
    if (x.told.items.len == 0 and before == null) return;
    for (x.told.items) |d| if (d.way.historical) |over| if (over.kind == .quit_after and over.last <= d.first and tense.goesOn(x.by, x.list, d, x.end, over.last)) {
        d.way.historical = null; // "after 3 years clean is injecting"
    };
    for (x.told.items) |d| if (d.section == .past and d.way.isPlain() and x.dating.isAbiding(d)) {
        d.way.current = .{ .kind = .on, .first = d.first, .last = d.last }; // "PMH: chronic leg ulcers"
    };
    x.marks = try times.find(a, by, found, hits, x.told.items, cues, span, told.year);
    std.sort.insertion(*t.Draft, x.told.items, {}, inOrder);
    var more: List(t.Draft) = .empty;
    try episodes.earlier(a, by, found.list, x.told.items, x.marks, span.start, &more);
    apart.leave(.{ .by = by, .list = found.list, .cues = cues, .told = x.told.items, .start = span.start, .end = span.end }, x.marks, drafts.items[begun..]);
    if (x.marks.len == 0) {
        episodes.repeat(by, found, x.told.items, x.marks, span.start);
        return drafts.appendSlice(a, more.items);
    }
    if (x.told.items.len == 0) x.carry(before.?, drafts.items[last.start..last.end]);
    for (0..x.marks.len) |at| try x.own(at);
    for (x.told.items, 0..) |d, n| try x.turn(d, n, told.stays);
    episodes.repeat(by, found, x.told.items, x.marks, span.start);
    try x.again(&more, before);
    try drafts.appendSlice(a, more.items);
}

fn inOrder(_: void, one: *t.Draft, other: *t.Draft) bool {
    return one.first < other.first or (one.first == other.first and one.last < other.last);
}

fn farFirst(_: void, one: Owner, other: Owner) bool {
    return one.gap > other.gap;
}

const When = struct {
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    list: []const t.Token,
    cues: []const t.Cue,
    start: u32,
    end: u32,
    dating: Dating,
    told: List(*t.Draft) = .empty,
    marks: []const Mark = &.{},
    owners: List(Owner) = .empty,
    some: List(Owner) = .empty, // of the mark being looked at

    fn isTold(x: *const When, d: *const t.Draft) bool {
        const about = x.by.about(d.about);
        return about.episodes or about.courses or about.chronic or about.injecting or about.routed;
    }

    /// The mentions that a mark belongs to.
    fn own(x: *When, at: usize) t.Failed!void {
        x.some.clearRetainingCapacity();
        try x.ownBehind(at);
        const mark = x.marks[at];
        if (mark.kind == .closed or mark.kind == .ended) {
            try x.ownEnding(at);
        } else if (x.caused(mark)) |n| {
            const nearest = x.told.items[x.some.items[0].n];
            const parted = x.isParted(nearest.last, mark.first);
            if (parted) x.some.clearRetainingCapacity(); // "DVT, and admitted in 2019 with sepsis"
            if (parted or ways.alike(nearest.way, x.told.items[n].way)) try x.some.append(x.a, .{ .n = n, .gap = x.told.items[n].first - mark.last, .mark = at });
        } else if (mark.isTime() and mark.last < x.end and x.list[mark.last].in(":(")) {
            const behind = x.some.items.len;
            try x.ownAhead(at); // "IE 2019: TV vegetation", "ICU 2021 (sepsis)"
            if (behind > 0) {
                var kept = behind;
                for (x.some.items[behind..]) |o| if (ways.alike(x.told.items[x.some.items[0].n].way, x.told.items[o.n].way)) {
                    x.some.items[kept] = o;
                    kept += 1;
                };
                x.some.items.len = kept;
            }
        } else if (x.some.items.len == 0 and mark.kind == .dated and mark.last < x.end and x.list[mark.last].timed.causal) {
            try x.ownAhead(at); // "replaced in 2018 for endocarditis"
            const coming = x.some.items;
            var n: usize = @min(coming.len, 1);
            for (coming[n..]) |o| if (o.gap == coming[0].gap) {
                coming[n] = o;
                n += 1;
            };
            x.some.items.len = n;
        } else if (x.opens(mark) and !x.isInside(mark)) {
            const behind = x.some.items.len;
            try x.ownAhead(at);
            if (x.some.items.len > behind) {
                if (behind == 0 or mark.first == x.start or !x.list[mark.first - 1].flags.joins or x.list[mark.first - 1].in(",;") or !x.isParted(mark.last, x.told.items[x.some.items[behind].n].first)) return x.owners.appendSlice(x.a, x.some.items[behind..]);
                x.some.items.len = behind;
            }
        } else if (x.some.items.len == 0 and tense.isFronted(x.list, mark, x.end)) {
            try x.ownAhead(at);
            for (x.some.items) |o| if (times.isUse(x.by, x.told.items[o.n]) and x.told.items[o.n].way.historical == null) try x.owners.append(x.a, o);
            return;
        }
        try x.owners.appendSlice(x.a, x.some.items);
    }

    /// What an event of a time was for, or followed: "naloxone in 2021 for an overdose".
    fn caused(x: *const When, mark: Mark) ?usize {
        if (x.some.items.len == 0 or !mark.isTime()) return null;
        return episodes.caused(x.by, x.list, x.told.items, mark, x.told.items[x.some.items[0].n]);
    }

    /// "Cured of hep C": an ending before its mention.
    fn ownEnding(x: *When, at: usize) t.Failed!void {
        const mark = x.marks[at];
        const told = x.told.items;
        var inside = false;
        for (told) |d| inside = inside or (d.first <= mark.first and mark.last <= d.last);
        if (inside) {
            x.some.clearRetainingCapacity();
            for (told, 0..) |d, n| if (d.first <= mark.first and mark.last <= d.last) try x.some.append(x.a, .{ .n = n, .gap = 0, .mark = at });
            return;
        }
        const ahead = for (told, 0..) |d, n| {
            if (d.first >= mark.last) break n;
        } else return;
        if (x.some.items.len > 0 and mark.kind != .closed and !x.isOfWhatFollows(mark, x.some.items[0].n, ahead)) return;
        const first = told[ahead].first;
        if (first - mark.last > ahead_by or (mark.last < x.end and x.list[mark.last].in(",.;)"))) return;
        for (x.list[mark.last..first], mark.last..) |token, n| if (token.in(",;:.") or t.isDash(x.cues, n)) return;
        if (x.some.items.len > 0 and mark.last < x.end and x.list[mark.first].sign == ',' and joinsItems(x.list[mark.last])) return; // "DVT, resolved & HCV suspected"
        x.some.clearRetainingCapacity();
        try x.some.append(x.a, .{ .n = ahead, .gap = first - mark.last, .mark = at });
        if (ahead + 1 < told.len and x.joins(told[ahead], told[ahead + 1])) try x.some.append(x.a, .{ .n = ahead + 1, .gap = first - mark.last + near_by, .mark = at });
    }

    /// Whether an ending opens its part of the sentence, and a treatment before it goes on: "on methadone, no longer injecting".
    fn isOfWhatFollows(x: *const When, mark: Mark, behind: usize, ahead: usize) bool {
        if (!x.list[mark.first - 1].in(",:(-")) return false;
        const one = x.by.about(x.told.items[behind].about);
        if (x.by.about(x.told.items[ahead].about).courses) return (one.injecting or one.routed) and x.told.items[ahead].first - mark.last <= 1; // "OUD, no longer on methadone"
        return one.courses;
    }

    /// Whether a last time is of a use that it holds: "last IV use 5 years ago per pt. On methadone".
    fn isInside(x: *const When, mark: Mark) bool {
        if (mark.kind != .last) return false;
        for (x.some.items) |o| if (mark.first <= x.told.items[o.n].first and x.told.items[o.n].first < mark.last) return true;
        return false;
    }

    /// Whether a time opens its part of the sentence, and is not of what stands before it.
    fn opens(x: *const When, mark: Mark) bool {
        if (mark.first == x.start) return true;
        const before = x.list[mark.first - 1];
        if (!(before.in(",;:(-.[") or before.isGap() or before.timed.joined)) return false;
        if (x.some.items.len == 0) return true;
        if (mark.last >= x.end or x.list[mark.last].in(",.;)")) return false;
        return before.in(",;") or before.flags.joins or t.isDash(x.cues, mark.first - 1); // "cellulitis, and previously had a DVT"
    }

    fn ownAhead(x: *When, at: usize) t.Failed!void {
        const mark = x.marks[at];
        var depth: i32 = 0;
        var n = mark.last;
        const bracketed = n < x.end and x.list[n].sign == '(';
        var leads = false;
        for (x.told.items, 0..) |d, place| {
            if (d.first < mark.last) continue;
            while (n < d.first) : (n += 1) {
                const token = x.list[n];
                if (token.sign == '(') depth += 1;
                if (token.sign == ')') depth -= 1;
                const closed = bracketed and depth == 0; // "transfusion 1985 (yes), IDU (neg)"
                if (depth < 0 or closed or x.turns(n, n + 1) or (n > mark.last and token.sign == ';')) return;
            }
            for (x.marks[at + 1 ..]) |m| if (m.first >= mark.last and m.first < d.first) return;
            if (leads and mark.last - mark.first == 1 and !x.joins(x.told.items[place - 1], d)) return; // "2015 DVT, IVDU"
            try x.some.append(x.a, .{ .n = place, .gap = d.first - mark.last, .mark = at });
            leads = true;
        }
    }

    /// Whether a "but" stands among tokens, or another column begins.
    fn turns(x: *const When, first: u32, last: u32) bool {
        for (x.cues) |c| if ((c.kind == .turns and c.first < last and first < c.last) or (isColumn(x.list, c) and first <= c.first and c.first < last)) return true;
        return false;
    }

    fn ownBehind(x: *When, at: usize) t.Failed!void {
        const mark = x.marks[at];
        const told = x.told.items;
        var n = told.len;
        const unfound = mark.kind == .unfound;
        const inside = unfound or mark.kind == .last or mark.kind == .recent; // "last injected a year ago"
        while (n > 0) : (n -= 1) if (told[n - 1].first < mark.first or (inside and told[n - 1].first < mark.last)) break;
        if (n == 0) return;
        n -= 1;
        const d = told[n];
        if (mark.first > d.last) {
            if (mark.first - d.last > near_by or (!unfound and (x.turns(d.last, mark.first) or x.beginsAnew(d.last, mark.first)))) return;
        }
        const since = x.afterWhatIsPutIn(d.last, mark.first);
        var parted = false;
        var opened = false;
        var closed = false;
        var echoed = false;
        if (mark.first > d.last) for (x.list[d.last..mark.first], d.last..) |token, m| {
            parted = parted or token.in(",:(-") or token.isGap();
            if (m >= since and parted and !(token.timed.beside_times or token.isNumber() or x.isMarked(m))) return;
            opened = opened or token.sign == '(';
            closed = closed or token.sign == ')';
            echoed = echoed or token.timed.echoes;
        };
        if (closed and !opened) return;
        if (echoed and mark.isTime()) return;
        const closes = mark.last >= x.end or x.list[mark.last].in(",.;)") or x.list[mark.last].isGap();
        const joined = mark.first > d.last and joinsItems(x.list[mark.first - 1]);
        if ((parted or joined) and mark.kind == .fresh and !x.by.about(d.about).courses and !closes) return; // "IE in 2023, currently febrile"
        if (mark.kind == .lately and (parted or mark.first > d.last + few or episodes.cameOf(x.by, x.list, d, mark.first))) return;
        if ((mark.kind == .last or mark.kind == .recent) and times.isUse(x.by, d)) return x.ownUse(at);
        const alone = mark.kind == .fresh or mark.kind == .lasts;
        try x.some.append(x.a, .{ .n = n, .gap = mark.first -| d.last, .mark = at });
        while (n > 0 and (told[n - 1].last >= told[n].last or (!alone and x.joins(told[n - 1], told[n]) and ways.alike(told[n - 1].way, told[n].way) and !x.turns(told[n - 1].last, told[n].first + 1)) or x.isOneAct(told[n - 1], told[n]))) {
            n -= 1;
            try x.some.append(x.a, .{ .n = n, .gap = mark.first -| told[n].last, .mark = at });
        }
    }

    /// Past what is put in between commas after a mention, else the mention's end: "his hepatitis C, caught in prison, was eradicated in 2016".
    fn afterWhatIsPutIn(x: *const When, last: u32, first: u32) u32 {
        var parts: u32 = 0;
        var second = last;
        for (last..@max(last, first)) |n| if (x.list[n].in(",:(-") or x.list[n].isGap()) {
            parts += 1;
            second = @intCast(n);
        };
        return if (parts == 2 and apposed(x.list, last, second + 1)) second else last;
    }

    /// All use that a last time is of: "heroin and crack x 8 yrs, last used 2019".
    fn ownUse(x: *When, at: usize) t.Failed!void {
        const mark = x.marks[at];
        const shot = mark.kind == .last and ways.isOfAShot(x.found, mark.first, mark.last);
        for (x.told.items, 0..) |o, n| {
            if (o.first < mark.last and (x.by.about(o.about).injecting or ((!shot or mark.first <= o.first) and times.isUse(x.by, o)))) try x.some.append(x.a, .{ .n = n, .gap = mark.first -| o.last, .mark = at });
        }
    }

    fn isMarked(x: *const When, n: usize) bool {
        for (x.marks) |m| if (m.first <= n and n < m.last) return true;
        return false;
    }

    /// Whether two mentions tell of one act: "banged half a gram of coke two hours before".
    fn isOneAct(x: *const When, one: *const t.Draft, other: *const t.Draft) bool {
        if (!times.isUse(x.by, other)) return false;
        if (!times.isUse(x.by, one) and !(x.by.about(one.about).events and other.first == one.last + 1)) return false; // "overdosed on heroin"
        if (one.last < other.first) for (x.list[one.last..other.first]) |token| if (token.in(",:(-") or token.timed.joined) return false;
        return true;
    }

    /// Whether another clause begins among some tokens: "a fever, [and my] valve was replaced".
    fn beginsAnew(x: *const When, first: u32, last: u32) bool {
        for (@max(first, 1)..last) |n| if (x.list[n].plain.beginsClause() and x.list[n - 1].flags.joins) return true;
        return false;
    }

    /// Whether something parts two items of a list among some tokens.
    fn isParted(x: *const When, first: u32, last: u32) bool {
        if (first < last) for (x.list[first..last], first..) |token, n| if (token.in(",;") or token.flags.joins or t.isDash(x.cues, n)) return true;
        return false;
    }

    /// Whether two mentions stand in one list, or one is from the other.
    fn joins(x: *const When, one: *const t.Draft, other: *const t.Draft) bool {
        if (x.by.about(one.about).episodes != x.by.about(other.about).episodes) return false;
        if (other.first <= one.last) return true;
        if (x.beginsAnew(one.last, other.first)) return false;
        const between = x.list[one.last..other.first];
        if (between.len > joined_in) return false;
        for (one.last..other.first) |n| if (t.isDash(x.cues, n)) return false;
        for (between[0 .. between.len - 1]) |token| if (token.sign == ',') return false;
        for (between) |token| if (token.timed.joined) return true;
        return false;
    }

    /// Whether a time says that something goes on, but for its end.
    fn isLate(kind: t.MarkKind) bool {
        return kind == .fresh or kind == .days or kind == .lately or kind == .newly or kind == .recent;
    }

    /// Turn one draft by what belongs to it; the nearest has the last word.
    fn turn(x: *When, d: *t.Draft, n: usize, stays: bool) t.Failed!void {
        x.some.clearRetainingCapacity();
        var timed = false;
        const ended = x.by.about(d.about).courses and for (x.owners.items) |o| {
            if (o.n == n and x.marks[o.mark].kind == .ended) break true;
        } else false;
        for (x.owners.items) |o| if (o.n == n and !(ended and isLate(x.marks[o.mark].kind))) { // "stopped methadone 3 days ago"
            try x.some.append(x.a, o);
            timed = timed or x.marks[o.mark].isTime();
        };
        std.sort.insertion(Owner, x.some.items, {}, farFirst);
        for (x.some.items) |o| x.dating.turn(d, x.marks[o.mark], stays and !timed);
    }

    /// "Overdosed before? Yes, in 2021." "Cured.": a short sentence that tells only when it was.
    fn carry(x: *const When, d: *t.Draft, earlier: []t.Draft) void {
        for (x.marks) |mark| {
            if (mark.first - x.start > few or x.end - mark.last > few) return;
            for (x.list[x.start..mark.first]) |token| if (!token.timed.beside_times) return;
            switch (mark.kind) {
                .dated, .until, .done, .month => {},
                .last => {
                    if (x.by.about(d.about).courses) return; // "On methadone. Last use 2021."
                    if (d.way.negated) |denied| if (x.list[denied.first].sign == '?') {
                        d.way.negated = null; // "Injecting now? N - last 2019"
                        d.way.current = null;
                    };
                },
                .recent => { // "Hx of IVDU, meth. Last use yesterday."
                    for (earlier) |*each| if (x.isTold(each)) x.dating.turn(each, mark, false);
                    return;
                },
                .closed => if (!x.by.about(d.about).chronic) continue,
                else => continue,
            }
            return x.dating.turn(d, mark, false);
        }
    }

    /// What is told once more without its name. earlier: the last that the sentence before tells of.
    fn again(x: *const When, more: *List(t.Draft), earlier: ?*t.Draft) t.Failed!void {
        for (x.marks) |mark| {
            var named = earlier;
            var after = x.start;
            for (x.told.items) |d| if (d.first < mark.first) {
                named = d;
                after = d.last;
            };
            const d = named orelse continue;
            if (mark.first > after + near_by) continue;
            const about = x.by.about(d.about);
            if (mark.kind == .resumed) { // "was on Suboxone until 2024, restarted last week"
                if (d.way.historical != null and about.courses and !x.dating.isNot(mark)) {
                    d.way.historical = null;
                    d.way.current = mark.cueOf();
                }
                continue;
            }
            var new = d.*;
            if (mark.kind == .again and times.isUse(x.by, d)) {
                x.relapsed(mark);
            } else if (mark.kind == .again or mark.kind == .anew) {
                if (d.way.historical == null or !(if (mark.kind == .anew) about.episodes else about.chronic)) continue;
                new = .{ .about = d.about, .option = d.option, .first = mark.first, .last = mark.last, .way = d.way, .section = d.section };
                new.way.historical = null;
                new.way.negated = null;
                try more.append(x.a, new);
            } else if (mark.isTime() and about.episodes and d.way.historical == null and d.way.negated == null and d.way.planned == null and d.way.family == null) {
                const first = x.echo(after, mark.first) orelse continue;
                new = .{ .about = d.about, .option = d.option, .first = first, .last = mark.last, .way = d.way, .section = d.section };
                new.way.historical = mark.cueOf();
                new.way.current = null;
                new.way.possible = null;
                try more.append(x.a, new);
                return;
            }
        }
    }

    /// "Prior heroin use, relapsed several days ago": it goes on, unless the relapse itself is dated.
    fn relapsed(x: *const When, mark: Mark) void {
        if (x.dating.isNot(mark)) return;
        for (x.marks) |m| if (m.isTime() and (m.first == mark.last or m.first == mark.last + 1)) return;
        for (x.told.items) |d| if (d.first < mark.first and times.isUse(x.by, d)) if (d.way.historical) |over| if (over.kind == .past) {
            d.way.historical = null;
            d.way.current = mark.cueOf();
        };
    }

    /// Where what stands for a name does, before a time; between them nothing but what may stand beside times.
    fn echo(x: *const When, from: u32, to: u32) ?u32 {
        var n = to;
        while (n > from) {
            n -= 1;
            const token = x.list[n];
            if (token.timed.echoes) return n;
            if (!token.timed.beside_times and !token.isNumber()) return null;
        }
        return null;
    }
};
