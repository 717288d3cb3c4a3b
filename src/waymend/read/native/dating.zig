//! What one time or ending says of a mention that it belongs to: an illness of 2014 is over, an infection found in 2014 goes on, and so does use since 2014 (dating.py).
const t = @import("types.zig");
const times = @import("times.zig");
const tense = @import("tense.zig");
const ways = @import("ways.zig");
const episodes = @import("episodes.zig");
const Mark = times.Mark;
const Reader = @import("reader.zig").Reader;

const begun_in = 7; // tokens before an illness in which it is told as begun
const noted_in = 2; // tokens after an illness, and the time before it, in which it is told as found
const of_antibody = 14; // tokens before a virus that is not found in which its antibody is named

/// What the times of one sentence, which ends before the token `end`, say of its mentions.
pub const Dating = struct {
    by: *const Reader,
    found: t.Tokens,
    list: []const t.Token,
    end: u32,

    pub fn turn(x: Dating, d: *t.Draft, mark: Mark, stays: bool) void {
        const about = x.by.about(d.about);
        const way = &d.way;
        const over = way.historical;
        const ours = if (over) |o| (o.kind == .past_after or o.kind == .ago_after or o.kind == .dated) and mark.meets(o) else false;
        if (about.chronic) {
            var denied = way.negated;
            if (denied) |cue| if (mark.meets(cue)) {
                denied = null; // "RNA not detected after Epclusa"
            };
            const cured = (mark.kind == .closed or mark.kind == .done) and denied == null and !x.isNot(mark);
            if (cured or (mark.kind == .unfound and x.isOfAntibody(mark))) {
                way.historical = mark.cueOf();
                if (cured) way.historical.?.kind = .resolved_after;
                way.current = null;
                way.possible = null;
                way.negated = null;
            } else if (mark.isTime() and ours) way.historical = null;
            return;
        }
        if (x.isAbiding(d)) return; // "chronic osteomyelitis after a fracture in 2017"
        if (mark.last <= d.first and tense.goesOn(x.by, x.list, d, x.end, 0)) return;
        const use = about.injecting or about.routed;
        if (use and way.quit == null and way.negated == null and ((mark.kind == .dated and episodes.goesOn(x.list, d, mark)) or x.isOfAMonth(mark))) { // "a line of coke, last in July": in which year is not told
            if (ours) way.historical = null;
            return;
        }
        if (mark.kind == .lately and use and x.isOfQuit(way.quit, mark)) { // "used heroin 2 months ago"
            way.historical = null;
            way.current = mark.cueOf();
            return;
        }
        if (mark.kind == .lately and use and ours and way.quit == null) { // "snorted speed last week"
            way.historical = null;
            return;
        }
        if (mark.kind == .fresh and use and over != null and (tense.was(x.list, d.first) or x.wasOften(d, mark.first))) return; // "in 2019 he was injecting daily"
        switch (mark.kind) {
            .fresh, .recent => if (use and mark.kind == .recent) {
                way.historical = null;
                way.current = way.current orelse mark.cueOf();
                if (x.list[mark.first].id == .since) way.negated = null; // "not injected since Sunday"
            } else if (((mark.kind == .recent or about.events) and over != null and over.?.kind == .had) or ours or (use and over != null and over.?.kind != .past and way.quit == null and !x.isDenied(mark))) {
                way.historical = null;
            },
            .days, .span => {
                const counted = d.last < x.end and x.list[d.last].sign == '#'; // "OD #3 this year"
                const ordinal = counted or (d.first > 0 and x.list[d.first - 1].timed.ordinals); // "2nd OD this week"
                if (about.events and !ordinal) {
                    way.historical = over orelse mark.cueOf();
                    way.current = null;
                } else if (ours or (mark.kind == .days and use and over != null and over.?.kind == .had)) way.historical = null; // "admitted he had injected on Sunday"
            },
            .lasts => if (use and way.negated != null and mark.first >= d.last) {
                if (ways.forEver(x.found, way.negated.?, mark.first)) return;
                way.negated = null;
                way.historical = .{ .kind = .since_after, .first = mark.first, .last = mark.last };
            } else if (way.quit == null and (ours or (over != null and over.?.kind == .had))) {
                way.historical = null;
            },
            else => if (about.episodes) {
                if (mark.kind == .closed and ((stays and !about.body) or x.isNot(mark))) {
                    if (ours or (over != null and over.?.kind == .resolved_after)) way.historical = null;
                } else if ((mark.kind == .lately or mark.kind == .newly) and !about.events and x.arose(d, mark)) {
                    if (ours) way.historical = null; // "diagnosed with cellulitis last week"
                } else if (mark.isTime() or mark.kind == .closed or mark.kind == .month) {
                    way.historical = over orelse mark.cueOf();
                    way.current = null;
                }
            } else if (mark.kind == .begun or mark.kind == .newly) {
                if (ours) way.historical = null;
            } else if (mark.kind == .dated or mark.kind == .until or mark.kind == .done or mark.kind == .last or (mark.kind == .ended and !x.isNot(mark))) {
                if (way.current == null or x.isDone(d, way.current.?, mark)) {
                    way.historical = if (over != null and over.?.kind != .past) over else mark.cueOf();
                    way.current = null;
                }
                if (mark.kind == .last) if (way.negated) |no| if (ways.isOfNow(x.found, no.first, mark.first)) {
                    way.negated = null; // "denies current use, last injected a year ago"
                    way.historical = way.historical orelse mark.cueOf();
                    way.current = null;
                };
            } else if (mark.kind == .lately and about.courses and ours and over.?.first >= mark.first) {
                way.historical = null;
            },
        }
    }

    pub fn isAbiding(x: Dating, d: *const t.Draft) bool {
        if (!x.by.about(d.about).episodes) return false;
        for (x.list[d.first -| 2 .. d.first + 1]) |token| if (token.timed.abiding) return true;
        return false;
    }

    pub fn isNot(x: Dating, mark: Mark) bool {
        for (x.list[mark.first -| 3..mark.first]) |token| if (token.flags.nots) return true;
        return false;
    }

    /// Whether a last time is a month without its year.
    fn isOfAMonth(x: Dating, mark: Mark) bool {
        var last = false;
        var month = false;
        for (x.list[mark.first..mark.last]) |token| {
            if (!(token.timed.beside_times or token.timed.used or token.timed.months)) return false;
            last = last or token.timed.last;
            month = month or token.timed.months;
        }
        return last and month;
    }

    /// Whether what tells that a use or a treatment goes on yields to when it was.
    fn isDone(x: Dating, d: *const t.Draft, going: t.Cue, mark: Mark) bool {
        if (going.kind == .on or going.last < d.first or x.wasOften(d, going.first)) return true;
        return (mark.kind == .last and going.last == d.first) or (x.by.about(d.about).courses and mark.meets(going)); // "most recent use in 2015"
    }

    /// Whether a token tells how often something was done: "used cocaine daily".
    fn wasOften(x: Dating, d: *const t.Draft, n: u32) bool {
        if (n >= d.first and x.list[n].timed.often) for (x.list[d.first -| 1..d.last]) |token| if (token.timed.did) return true;
        return false;
    }

    /// Whether what sounds like the end of a use only says that it was lately: "injected 2 months ago".
    fn isOfQuit(x: Dating, quit: ?t.Cue, mark: Mark) bool {
        const cue = quit orelse return false;
        return mark.meets(cue) and x.list[cue.first].timed.used;
    }

    /// Whether a time of now is that of a denial: "not injecting at present, last time in June", but "no gear since yesterday".
    fn isDenied(x: Dating, mark: Mark) bool {
        return x.isNot(mark) and x.list[mark.first - 1].id != .since;
    }

    fn isOfAntibody(x: Dating, mark: Mark) bool {
        for (x.list[mark.first -| of_antibody..mark.first]) |token| if (token.timed.antibody) return true;
        return false;
    }

    /// Whether an illness is told as begun, found or brought in at a time: "developed cellulitis a week ago".
    fn arose(x: Dating, d: *const t.Draft, mark: Mark) bool {
        var n = d.first;
        while (n > d.first -| begun_in and !x.list[n - 1].in(",;:.(")) : (n -= 1) if (x.list[n - 1].timed.arising) return true;
        const until = if (mark.first >= d.last) mark.first else @min(d.last + noted_in, x.end); // "last week, sepsis noted"
        if (d.last < until) for (x.list[d.last..until]) |token| if (token.timed.arising) return true;
        return false;
    }
};
