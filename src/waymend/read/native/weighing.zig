//! What the mentions of one thing come to together: which count where a text takes back, finds out, or tells a use as going on and as over (weighing.py).
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;
const statusOf = @import("ways.zig").statusOf;

const corrected = 8; // tokens before and after within which a note says that what it told was a mistake
const beside = 6; // tokens beside injecting in which a drug says that it is one that is not prescribed
const directly = 2; // tokens between a "not" and what it is not: "not an overdose"

pub const Weighing = struct {
    by: *const Reader,
    found: t.Tokens,
    drafts: []const t.Draft,
    noted: bool, // by a note, or by who tells of somebody else
    corrects: bool, // it takes something back
    injecting: ?u32 = null, // the last token at which injecting is told of the patient
    outdated: []bool, // by draft

    pub fn of(a: t.Allocator, by: *const Reader, found: t.Tokens, drafts: []const t.Draft, noted: bool, corrects: bool) t.Failed!Weighing {
        var x = Weighing{ .by = by, .found = found, .drafts = drafts, .noted = noted, .corrects = corrects, .outdated = try a.alloc(bool, drafts.len) };
        @memset(x.outdated, false);
        for (drafts, 0..) |*d, n| {
            if (d.about == by.injecting_drugs and d.other == null and d.way.family == null and isPresent(d)) x.injecting = @max(x.injecting orelse 0, d.first);
            if (!x.isOfOneState(d.about)) continue;
            const told = for (drafts[0..n]) |*o| {
                if (o.about == d.about) break true;
            } else false;
            if (!told) x.outdate(d.about);
        }
        return x;
    }

    /// Whether another mention of the same thing says what counts.
    pub fn isOutweighed(x: *const Weighing, n: usize) bool {
        const d = &x.drafts[n];
        if (x.outdated[n] or (d.way.negated != null and x.isTakenBack(d))) return true;
        if (x.isADescription(d) or x.isOfACure(d)) return true;
        return x.noted and (x.isRevised(d) or x.isAShot(d) or x.isGuessed(d) or x.isTestedFor(d));
    }

    /// How a draft is turned, now that the text is read to its end: a sign that a note denies later is over ("a fever on day two ... afebrile since").
    pub fn settled(x: *const Weighing, d: *const t.Draft) t.Turned {
        var way = d.way;
        const about = x.by.about(d.about);
        if (x.noted and about.episodes and about.body and !about.treatments and d.measure == null and isPresent(d) and d.way.current == null) {
            for (x.drafts) |*o| if (x.deniesLater(o, d)) {
                const denied = o.way.negated orelse continue;
                way.historical = .{ .kind = .subsided, .first = denied.first, .last = denied.last };
                break;
            };
        }
        return way;
    }

    /// Whether a draft denies of the patient what another, of the patient as well, tells before it.
    fn deniesLater(_: *const Weighing, o: *const t.Draft, d: *const t.Draft) bool {
        return d.other == null and o.about == d.about and o.option == d.option and o.first > d.last and o.other == null and statusOf(o.way, o.section).status == .absent;
    }

    fn isOfOneState(x: *const Weighing, name: t.Name) bool {
        const about = x.by.about(name);
        return name == x.by.injecting_drugs or (about.routed and about.covers);
    }

    /// Of a use that is told both as going on and as over, the mentions that do not count: "hx of IVDU. Injects daily", "IVDU, heroin. Has not injected for 5 years".
    fn outdate(x: *Weighing, about: t.Name) void {
        var going: u32 = 0;
        var over: u32 = 0;
        var weak: u32 = 0;
        var vivid = false;
        for (x.drafts) |*d| switch (x.stateOf(d, about)) {
            .going => {
                going += 1;
                vivid = vivid or d.way.current != null or x.isDoing(d);
            },
            .over => over += 1,
            .weak => {
                over += 1;
                weak += 1;
            },
            .none => {},
        };
        if (going == 0 or over == 0) return;
        const injecting = about == x.by.injecting_drugs;
        for (x.drafts, x.outdated) |*d, *outdated| {
            const state = x.stateOf(d, about);
            outdated.* = outdated.* or if (!injecting) state == .weak else if (weak == over or vivid) state == .over or state == .weak else state == .going;
        }
    }

    const State = enum { none, going, over, weak };

    fn stateOf(x: *const Weighing, d: *const t.Draft, about: t.Name) State {
        if (d.about != about or d.other != null) return .none;
        const as = statusOf(d.way, d.section);
        if (as.status == .present or (as.status == .historical and as.cue == null and d.section == .past)) return .going;
        if (as.status != .historical) return .none;
        const cue = d.way.historical orelse return .weak;
        return if (cue.kind == .past and x.found.list[cue.first].flags.histories) .weak else .over;
    }

    /// Whether a use is told as something that somebody does, and not by its name: "injects heroin", "still injecting".
    fn isDoing(x: *const Weighing, d: *const t.Draft) bool {
        for (x.found.list[d.first -| 1..d.last]) |token| if (token.timed.does or token.timed.doing or token.timed.acting) return true;
        return false;
    }

    /// Whether the text says otherwise: "denies IVDU ... later admits injecting"; a denial in wide words yields to any telling.
    fn isTakenBack(x: *const Weighing, d: *const t.Draft) bool {
        if (d.about == x.by.injecting_drugs) if (x.injecting) |last| if (d.first < last) return true;
        if (!d.wide) return false;
        for (x.drafts) |*o| {
            if (o.about != d.about or o.way.negated != null or o.other != null) continue;
            const status = statusOf(o.way, o.section).status;
            if ((status == .present or status == .historical) and !x.isADescription(o)) return true;
        }
        return false;
    }

    /// Whether a note denies later what it doubted before ("?DVT. Duplex: no DVT"), what it says to have been a mistake, or what it rules out ("called as an OD. Not an overdose").
    fn isRevised(x: *const Weighing, d: *const t.Draft) bool {
        const status = statusOf(d.way, d.section).status;
        const about = x.by.about(d.about);
        const doubted = status == .possible and !about.treatments and !about.chronic;
        if (d.measure != null or !(doubted or status == .present)) return false;
        for (x.drafts) |*o| {
            if (!x.deniesLater(o, d)) continue;
            const corrected_by = (x.corrects and (x.isCorrected(d) or x.isCorrected(o))) or (about.episodes and x.rulesOut(o));
            if (doubted or (!o.wide and (corrected_by or (about.tested and d.way.current == null)))) return true; // "Excl: HIV ... HIV neg"
        }
        return false;
    }

    /// Whether a mistake is told of beside it.
    fn isCorrected(x: *const Weighing, d: *const t.Draft) bool {
        for (x.found.list[d.first -| corrected..@min(d.last + corrected, x.found.list.len)]) |token| if (token.flags.corrects) return true;
        return false;
    }

    /// Whether a denial is a finding of the note, and no list of what is not there: "excluded", "rather than cellulitis", "not an overdose".
    fn rulesOut(x: *const Weighing, d: *const t.Draft) bool {
        const denied = d.way.negated orelse return false;
        if (denied.kind == .judged) return true;
        if (denied.kind == .not and denied.last <= d.first and d.first <= denied.last + directly) return true;
        if (denied.kind == .deny and denied.first == d.first and x.found.list[d.first].id == .not) return true; // "not needle marks"
        for (x.found.list[denied.first..denied.last]) |token| if (token.flags.excludes) return true;
        return false;
    }

    /// Whether injecting that names no drug is a shot of another kind, since the note denies drugs by name after it: "I injected the shoulder ... never injected drugs".
    fn isAShot(x: *const Weighing, d: *const t.Draft) bool {
        if (d.about != x.by.injecting_drugs or !isPresent(d) or d.way.current != null) return false;
        var shot = d.weak;
        for (x.found.list[d.first..d.last]) |token| {
            if (token.timed.does and !d.weak) return false;
            shot = shot or token.timed.shots;
        }
        if (!shot) return false;
        for (x.drafts) |*o| if (x.by.about(o.about).routed and o.first < d.last + beside and d.first < o.last + beside) return false;
        for (x.drafts) |*o| if (!o.wide and x.deniesLater(o, d)) return true;
        return false;
    }

    /// Whether a test that is negative is told of what is said to be cured: "finished Maviret ... her HCV RNA remains undetectable".
    fn isOfACure(x: *const Weighing, d: *const t.Draft) bool {
        if (!x.by.about(d.about).chronic or d.result == null or d.other != null or statusOf(d.way, d.section).status != .absent) return false;
        for (x.drafts) |*o| if (o.about == d.about and o.other == null and o.way.negated == null and o.way.historical != null and o.way.family == null) return true;
        return false;
    }

    /// Whether a mention only describes what another says by name to be, to have been or not to be: "round scars ... denies skin popping".
    fn isADescription(x: *const Weighing, d: *const t.Draft) bool {
        const about = x.by.about(d.about);
        if (!about.described or !x.describes(d)) return false;
        const status = statusOf(d.way, d.section).status;
        for (x.drafts) |*o| {
            if (o.about != d.about or o.other != null or x.describes(o)) continue;
            if (givesWay(about.stays, status, statusOf(o.way, o.section).status)) return true;
        }
        return false;
    }

    fn describes(x: *const Weighing, d: *const t.Draft) bool {
        for (x.found.list[d.first..d.last]) |token| if (token.flags.describes) return true;
        return false;
    }

    /// Whether the status of a description gives way to that of a name; one thing may be there and another of its kind not, but for what stays.
    fn givesWay(stays: bool, status: t.Status, named: t.Status) bool {
        if (status == .absent) return named == .present;
        return status == .present and (named == .possible or named == .historical or (named == .absent and stays));
    }

    /// Whether an infection is only named, and a later test of the patient finds nothing of it: "HIV: on PrEP; Ag/Ab neg".
    fn isTestedFor(x: *const Weighing, d: *const t.Draft) bool {
        if (!x.by.about(d.about).tested or !d.way.isPlain() or !d.tested.isNothing() or !isPresent(d)) return false;
        for (x.drafts) |*o| if (o.tested.hasAny(&.{ .plain, .lasting, .surface }, .negative) and x.deniesLater(o, d)) return true;
        return false;
    }

    /// Whether a note only guesses at which drug it was, of which it tells as of a use: "a blue pill, thought it was a perc".
    fn isGuessed(x: *const Weighing, d: *const t.Draft) bool {
        if (!x.isOfOneState(d.about) or d.other != null or statusOf(d.way, d.section).status != .possible) return false;
        for (x.drafts) |*o| if (o.about == d.about and o.other == null and isPresent(o)) return true;
        return false;
    }
};

/// Whether a draft tells of something that is so now.
fn isPresent(d: *const t.Draft) bool {
    return statusOf(d.way, d.section).status == .present;
}
