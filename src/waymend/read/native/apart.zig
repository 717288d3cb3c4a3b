//! Which of several illnesses in one sentence a word of when is of: "previous ulcer - on antibiotics for discitis", "prior DVT, cellulitis since Friday" (apart.py).
const t = @import("types.zig");
const Mark = @import("times.zig").Mark;
const Reader = @import("reader.zig").Reader;

/// The items of one sentence, tokens start…end. told: its mentions that a time can be of.
pub const Items = struct {
    by: *const Reader,
    list: []const t.Token,
    cues: []const t.Cue,
    told: []const *t.Draft,
    start: u32,
    end: u32,

    fn isIll(x: Items, d: *const t.Draft) bool {
        const about = x.by.about(d.about);
        return about.episodes or about.chronic;
    }

    /// Whether an illness stands among some tokens.
    fn holds(x: Items, first: u32, last: u32) bool {
        for (x.told) |d| if (first <= d.first and d.last <= last and x.isIll(d)) return true;
        return false;
    }

    fn isBound(x: Items, n: u32) bool {
        return x.list[n].in(",;:") or x.list[n].flags.joins or x.list[n].isGap() or t.isDash(x.cues, n);
    }

    fn item(x: Items, from: u32, to: u32) t.Span {
        var first = from;
        var last = to;
        while (first > x.start and !x.isBound(first - 1)) first -= 1;
        while (last < x.end and !x.isBound(last)) last += 1;
        return .{ .start = first, .end = last };
    }

    /// Whether a mention's item says that it is of now.
    fn isOfNow(x: Items, d: *const t.Draft, marks: []const Mark) bool {
        const of = x.item(d.first, d.last);
        var timed = false;
        for (marks) |m| if (of.start <= m.first and m.last <= of.end) {
            if (m.kind == .fresh or m.kind == .days or m.kind == .lasts or m.kind == .recent or m.kind == .newly) return true;
            timed = true;
        };
        const way = d.way;
        for ([_]?t.Cue{ way.current, way.keeps, way.treats }) |turned| if (turned) |cue| if (of.start <= cue.first and cue.last <= of.end) return true;
        if (!timed) for (x.list[of.start..d.first]) |token| if (token.flags.arrives) return true;
        return false;
    }

    /// Whether another illness stands in the item of a cue, or between it and a mention, and something parts the two. own: the mention's item says when it is.
    fn isOfAnother(x: Items, cue: t.Cue, d: *const t.Draft, own: bool) bool {
        const of = x.item(cue.first, cue.last);
        const before = cue.last <= d.first;
        if (!(if (before) x.holds(of.start, d.first) else x.holds(d.last, of.end))) return false;
        const first = if (before) cue.last else d.last;
        const last = if (before) d.first else cue.first;
        var parting: ?u32 = null; // that which stands beside the mention
        for (first..@max(first, last)) |n| if (x.isBound(@intCast(n))) {
            parting = @intCast(n);
            if (!before) break;
        };
        return parting != null and (own or t.isDash(x.cues, parting.?));
    }

    /// Whether a dash stands between a cue and an item.
    fn isParted(x: Items, cue: t.Cue, of: t.Span) bool {
        const first = if (cue.last <= of.start) cue.last else of.end;
        const last = if (cue.last <= of.start) of.start else cue.first;
        for (first..@max(first, last)) |n| if (t.isDash(x.cues, n)) return true;
        return false;
    }
};

/// Take from each illness what is told of another one: that it is over, where its own item says that it is of now or a dash parts them. drafts: all that the sentence tells.
pub fn leave(x: Items, marks: []const Mark, drafts: []t.Draft) void {
    for (x.told) |d| {
        const over = d.way.historical orelse continue;
        if (!x.by.about(d.about).episodes) continue;
        switch (over.kind) {
            .past, .past_after, .ago_after, .dated, .resolved_after => {},
            else => continue,
        }
        if (x.isOfAnother(over, d, x.isOfNow(d, marks))) {
            for (drafts) |*each| if (each.first == d.first) if (each.way.historical) |cue| if (cue.kind == over.kind and cue.first == over.first and cue.last == over.last) {
                each.way.historical = null; // the name of an illness, and the concern that it is
            };
        } else if (d.way.current) |now| if (x.isParted(now, x.item(d.first, d.last))) {
            d.way.current = null; // "past cellulitis - abscess today"
        };
    }
}
