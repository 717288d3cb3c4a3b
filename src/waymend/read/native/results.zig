//! Results beside the names of tests: "HIV 1/2 Ag/Ab (3/24): neg", "HCV Ab reactive, RNA not detected" (results.py says what and why).
const std = @import("std");
const t = @import("types.zig");
const partCloses = @import("cues.zig").closes;
const Reader = @import("reader.zig").Reader;
const statusOf = @import("ways.zig").statusOf;
const parts = @import("parts.zig");
const Assay = t.Tested.Assay;
const Came = t.Tested.Came;

const passed = ",:;-/()[]=>&*\".";
const after_its_virus = 16; // tokens from the name of a virus to a bare "RNA" that is its own
const of_now = [_]Assay{ .now, .surface, .load };

/// What is said of a test: what it came to, or that too little is there to be measured.
pub const Said = enum { positive, negative, awaited, unknown, vanished };
const Ahead = struct { said: Said, cue: t.Cue };

/// Notes with each draft of a test in a sentence what it came to.
pub fn read(a: t.Allocator, by: *const Reader, drafts: []t.Draft, hits: []const t.Hit, cues: []const t.Cue, found: t.Tokens, start: u32, end: u32) t.Failed!void {
    const any = for (drafts) |*d| {
        if (by.about(d.about).tested) break true;
    } else false;
    if (!any) return;
    var walk = Walk{ .a = a, .by = by, .found = found, .list = found.list, .hits = hits, .cues = cues, .start = start, .end = end };
    var next: usize = 0;
    var n = start;
    while (n < end) {
        while (next < hits.len and (hits[next].layer != .result or hits[next].first < n)) next += 1;
        const hit: ?t.Hit = if (next < hits.len and hits[next].first == n) hits[next] else null;
        const named = try walk.testAt(drafts, n, hit);
        if (hit) |h| {
            walk.said(h, named);
            n = h.last;
        } else {
            if (!named and (found.list[n].sign == '+' or !walk.isInside(n))) walk.token(n);
            n += 1;
        }
    }
    walk.close(false);
}

/// What cannot be measured is gone, or only kept down.
pub fn meant(by: *const Reader, came: Said, assay: Assay, d: *const t.Draft) Came {
    const kept = by.about(d.about).kept;
    return switch (came) {
        .vanished => if (kept) .positive else .negative,
        .negative => if (kept and assay == .load) .positive else .negative,
        .positive => .positive,
        .awaited => .awaited,
        .unknown => .unknown,
    };
}

/// One sentence being walked through.
const Walk = struct {
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    list: []const t.Token,
    hits: []const t.Hit,
    cues: []const t.Cue,
    start: u32,
    end: u32,
    active: std.ArrayListUnmanaged(*t.Draft) = .empty, // the tests that a result would be of
    resolved: bool = false,
    assay: Assay = .plain,
    asked: bool = false,
    named: bool = false, // by its name as a test: "HCV PCR"
    ahead: ?Ahead = null, // a result before its test
    small: bool = false, // "<20"
    panel: bool = false, // what shows the illness is tested beside what shows that one is immune

    /// Whether tests are named at a token; from there on they wait for a result.
    fn testAt(walk: *Walk, drafts: []t.Draft, n: u32, hit: ?t.Hit) t.Failed!bool {
        var named = false;
        for (drafts) |*d| {
            if (d.first != n or d.measure != null or !walk.by.about(d.about).tested) continue;
            if (!named) {
                if (walk.active.items.len > 0 and hit != null and hit.?.meanings[0].result == .now and hit.?.last == d.last) {
                    for (drafts) |*o| if (o.first == n and o.measure == null and walk.by.about(o.about).tested) {
                        o.tested.of_another = true; // the RNA of "HIV Ag/Ab + RNA"
                    };
                    return true;
                }
                if (!walk.resolved) walk.leaveKnown(); // "chronic hep C, HIV neg"
                if (walk.resolved or walk.active.items.len == 0) walk.close(!walk.resolved and walk.ahead != null);
            }
            named = true;
            if (hit) |h| if (h.meanings[0].result == .apart) {
                d.tested.of_another = true; // "HBeAg neg"
            };
            try walk.active.append(walk.a, d);
        }
        return named;
    }

    /// Let go of what is told to be there, and waits for no result.
    fn leaveKnown(walk: *Walk) void {
        var kept: usize = 0;
        for (walk.active.items) |d| if (!walk.isKnown(d)) {
            walk.active.items[kept] = d;
            kept += 1;
        };
        walk.active.shrinkRetainingCapacity(kept);
    }

    /// Whether what stands before a comma waits for no result: "chronic hep C, HIV neg".
    fn isKnown(walk: *const Walk, d: *const t.Draft) bool {
        return parts.isKnown(walk.list, d.first, d.last, walk.start);
    }

    fn isInside(walk: *const Walk, n: u32) bool {
        for (walk.active.items) |d| if (d.first < n and n < d.last) return true;
        return false;
    }

    /// Whether a token is part of a test's name: the "antibody" of "hep C antibody".
    fn belongs(walk: *const Walk, n: u32) bool {
        for (walk.active.items) |d| if (d.first < n and n <= d.last) return true;
        return false;
    }

    fn said(walk: *Walk, hit: t.Hit, inside: bool) void {
        const cue = t.Cue{ .kind = .result, .first = hit.first, .last = hit.last };
        switch (hit.meanings[0].result) {
            .positive => if (!inside) walk.resultWords(.positive, cue),
            .negative => if (!inside) walk.resultWords(.negative, cue),
            .awaited => if (!inside) walk.resultWords(.awaited, cue),
            .vanished => if (!inside) walk.resultWords(.vanished, cue),
            .unknown => if (!inside) walk.resultWords(.unknown, cue),
            .immune => {
                if (walk.ahead != null and walk.active.items.len > 0 and !walk.resolved) walk.close(false); // "seronegative for hepatitis B, vaccine given"
                walk.panel = walk.panel or walk.assay == .surface or walk.assay == .lasting;
                const open = !walk.resolved;
                walk.assay = .immune;
                if (open) walk.result(.unknown, cue);
                walk.assay = .immune;
            },
            .cured, .treated => |kind| {
                for (walk.active.items) |d| {
                    if (kind == .cured) {
                        d.tested.add(.lasting, .positive);
                        d.tested.add(.now, .negative);
                    } else d.tested.add(.load, .positive);
                    d.result = d.result orelse cue;
                }
                walk.resolved = true;
            },
            .lasting => walk.assayed(hit, .lasting, inside),
            .now => walk.assayed(hit, .now, inside),
            .surface => walk.assayed(hit, .surface, inside),
            .load => walk.assayed(hit, .load, inside),
            .apart => walk.assayed(hit, .apart, inside),
            .another => if (walk.resolved) walk.close(false), // a test that the guide does not know
            .asked => walk.asked = true,
            .time, .passed => {},
        }
    }

    fn assayed(walk: *Walk, hit: t.Hit, assay: Assay, inside: bool) void {
        walk.assay = assay;
        const whole = inside and (assay != .now or hit.last > hit.first + 1); // no bare "RNA": "found on yearly RNA"
        walk.named = walk.named or whole or walk.belongs(hit.first);
    }

    fn token(walk: *Walk, n: u32) void {
        const token_at = walk.list[n];
        const cue = t.Cue{ .kind = .result, .first = n, .last = n + 1 };
        if (token_at.isNumber()) {
            walk.number(n, cue);
        } else if (token_at.sign == '<') {
            walk.small = true;
        } else if (token_at.sign == '+') {
            walk.named = false; // "hep C RNA + Oct"
            if (walk.assay == .lasting or walk.isJoined(n) or walk.passes(n + 1)) walk.result(.positive, cue);
        } else if (token_at.sign == '-' and walk.isMinus(n)) {
            walk.result(.negative, cue);
        } else if (!walk.goesOn(n) and !walk.isDot(n)) walk.close(false); // dots lead to a result
    }

    /// Whether what was named goes on past a sign or a small word. What is told ahead goes on past neither comma nor "and".
    fn goesOn(walk: *const Walk, n: u32) bool {
        const at = walk.list[n];
        const joins = at.flags.joins or at.flags.either;
        if (walk.ahead != null and walk.active.items.len == 0 and (at.sign == ',' or joins)) return false;
        return joins or at.in(passed) or (at.isGap() and !walk.found.breaks(n));
    }

    /// Whether a point is one of several.
    fn isDot(walk: *const Walk, n: u32) bool {
        if (walk.list[n].sign != '.') return false;
        return (n > 0 and walk.list[n - 1].sign == '.') or (n + 1 < walk.end and walk.list[n + 1].sign == '.');
    }

    /// "HIV-, HCV -": and no dash.
    fn isMinus(walk: *const Walk, n: u32) bool {
        const free = n + 1 >= walk.end or walk.list[n + 1].start > walk.list[n].end();
        return walk.passes(n + 1) or (free and walk.isJoined(n));
    }

    /// Whether another test may follow: "HBsAg + / HIV -".
    fn passes(walk: *const Walk, n: u32) bool {
        return walk.closes(n) or walk.list[n].sign == '/';
    }

    /// Whether a sign stands right after a word: "HIV+".
    fn isJoined(walk: *const Walk, n: u32) bool {
        return n > walk.start and walk.list[n - 1].end() == walk.list[n].start and !walk.list[n - 1].isGap();
    }

    fn closes(walk: *const Walk, n: u32) bool {
        return n >= walk.end or walk.list[n].in(",.;)") or walk.list[n].isGap();
    }

    fn number(walk: *Walk, n: u32, cue: t.Cue) void {
        const word = walk.found.word(n);
        const small = walk.small;
        walk.small = false;
        if (word.len == 1 and n + 1 < walk.end and walk.list[n + 1].sign == ')') return; // a point of a list: "HCV PCR 3) wound care"
        if (word.len == 4 and (std.mem.startsWith(u8, word, "19") or std.mem.startsWith(u8, word, "20"))) return; // a year
        if ((n > 0 and walk.list[n - 1].sign == '/') or (n + 1 < walk.end and walk.list[n + 1].sign == '/')) return;
        for (walk.hits) |h| if (h.layer == .result and h.meanings[0].result == .time) {
            if (h.first == n + 1 or h.first == walk.pastNumbers(n)) return; // "RNA in 6 weeks", "in 3-6 weeks", "at 4, 8 and 12 weeks"
        };
        if (walk.assay != .now and walk.assay != .load) return;
        walk.result(if (small) .vanished else .positive, cue);
    }

    /// Past the last number of those that begin at a token: "6 and 12".
    fn pastNumbers(walk: *const Walk, first: u32) u32 {
        var n = first;
        while (n + 2 < walk.end and walk.list[n + 2].isNumber() and (walk.list[n + 1].in("-,/") or walk.list[n + 1].flags.joins or walk.list[n + 1].flags.either)) n += 2;
        return n + 1;
    }

    /// A result told in words. What was tested may follow it and end with it: "antibody positive with undetectable RNA", "RNA undetectable with reactive antibody".
    fn resultWords(walk: *Walk, came: Said, cue: t.Cue) void {
        if (walk.active.items.len > 0) for (walk.hits) |h| if (h.layer == .result and h.first == cue.last and partCloses(walk.list, h.last)) {
            switch (h.meanings[0].result) {
                .lasting => walk.assay = .lasting,
                .now => walk.assay = .now,
                .surface => walk.assay = .surface,
                .load => walk.assay = .load,
                else => {},
            }
        };
        walk.result(came, cue);
    }

    fn result(walk: *Walk, came: Said, cue: t.Cue) void {
        if (came == .negative and walk.assay == .plain and !walk.resolved) for (walk.active.items) |d| if (walk.isKnown(d)) {
            walk.close(false); // "chronic HCV, never injected"
            break;
        };
        if (walk.active.items.len == 0) {
            if (walk.mayBegin(cue.first)) walk.ahead = .{ .said = came, .cue = cue };
        } else if ((walk.ahead != null and !walk.resolved) or walk.beginsAnew(cue)) {
            walk.close(false);
            walk.ahead = .{ .said = came, .cue = cue };
        } else if (!walk.resolved or walk.assay != .plain or walk.overtakes(came)) walk.note(came, cue);
    }

    /// Whether a result is of what follows it, and not of the test before: "known HCV, negative for HIV".
    fn beginsAnew(walk: *const Walk, cue: t.Cue) bool {
        if (cue.last >= walk.end or walk.list[cue.last].id != .@"for") return false;
        const before = walk.list[cue.first - 1];
        return before.in(",;-") or before.flags.joins or before.flags.parting;
    }

    /// Whether a result has come of what was awaited ("HIV sent, came back negative"), or what was not known is awaited.
    fn overtakes(walk: *Walk, came: Said) bool {
        if (came == .unknown or came == .vanished) return false;
        const before: Came = if (came == .awaited) .unknown else .awaited;
        for (walk.active.items) |d| if (!d.tested.has(.plain, before)) return false;
        for (walk.active.items) |d| d.tested.came[@intFromEnum(Assay.plain)].remove(before);
        return true;
    }

    /// Whether a result may be told there, ahead of its test.
    fn mayBegin(walk: *const Walk, n: u32) bool {
        if (n <= walk.start) return true;
        const before = walk.list[n - 1];
        return before.in(",;:.([") or before.flags.tested or before.flags.determiners or before.isGap();
    }

    fn note(walk: *Walk, came: Said, cue: t.Cue) void {
        const other = walk.otherAt(cue.last);
        if (came == .awaited and walk.assay == .immune and walk.panel) walk.assay = .surface; // "HBsAg, anti-HBs sent"
        for (walk.active.items) |d| {
            d.tested.add(walk.assay, if (walk.isNot(d, came, cue)) .negative else if (isAsked(d, came, cue)) .unknown else meant(walk.by, came, walk.assay, d));
            d.result = cue;
            if (other) |o| if (d.way.family == null) {
                d.way.family = .{ .kind = .other_after, .first = o.first, .last = o.last }; // "HIV neg partner"
            };
        }
        walk.resolved = true;
        walk.assay = .plain;
    }

    /// Whether a word right before it denies what is told to be positive: "is not HIV positive".
    fn isNot(walk: *const Walk, d: *const t.Draft, came: Said, cue: t.Cue) bool {
        const denied = d.way.negated orelse return false;
        if (came != .positive or (denied.kind != .deny and denied.kind != .not) or denied.last != d.first) return false;
        return cue.first <= d.last and walk.list[denied.last - 1].isWord();
    }

    /// Whether what is told to be positive is only thought so: "?hep C positive", "may be HIV positive".
    fn isAsked(d: *const t.Draft, came: Said, cue: t.Cue) bool {
        const doubt = d.way.possible orelse return false;
        return came == .positive and doubt.last == d.first and cue.first <= d.last;
    }

    fn otherAt(walk: *const Walk, n: u32) ?t.Cue {
        var found: ?t.Cue = null;
        for (walk.cues) |c| if (c.kind == .other and c.first == n) {
            found = c;
        };
        return found;
    }

    /// What was waited for does not come. keep: a result said ahead still waits for its test.
    fn close(walk: *Walk, keep: bool) void {
        if (walk.active.items.len > 0 and !walk.resolved) {
            if (walk.ahead) |ahead| {
                walk.note(ahead.said, ahead.cue);
            } else for (walk.active.items) |d| {
                if (walk.asked or (walk.named and d.way.isPlain())) d.tested.asked = true;
            }
        }
        walk.active.clearRetainingCapacity();
        walk.resolved = false;
        walk.asked = false;
        walk.named = false;
        walk.small = false;
        walk.panel = false;
        if (!keep) {
            walk.assay = .plain;
            walk.ahead = null;
        }
    }
};

/// Turns the drafts of a text as their tests say; leaves out those that tell of being immune, or of a test of something else.
pub fn settle(a: t.Allocator, by: *const Reader, list: []const t.Token, drafts: *std.ArrayListUnmanaged(t.Draft)) t.Failed!void {
    dropBare(by, list, drafts);
    var told: std.AutoHashMapUnmanaged(struct { t.Name, bool }, t.Tested) = .empty;
    for (drafts.items) |*d| {
        if (d.tested.isNothing()) continue;
        const all = try told.getOrPutValue(a, .{ d.about, d.other == null }, .{});
        all.value_ptr.addAll(d.tested);
    }
    if (told.count() == 0) return;
    var kept: usize = 0;
    for (drafts.items) |*d| {
        if (d.tested.isNothing() and by.about(d.about).tested and isCured(by, d, told.get(.{ d.about, d.other == null }))) {
            d.way.historical = .{ .kind = .result, .first = d.first, .last = d.last };
        }
        if (!d.tested.isNothing()) {
            const said = verdict(d.tested, told.get(.{ d.about, d.other == null }).?, by.about(d.about).kept);
            const parted = d.other != null and d.result != null and t.holds(list, ",", d.last, d.result.?.first); // "born to a hep B mother, vaccinated at birth"
            if ((said == .nothing and !parted) or (said == .absent and isGone(d, drafts.items))) continue;
            turn(d, said);
        }
        if (d != &drafts.items[kept]) drafts.items[kept] = d.*;
        kept += 1;
    }
    drafts.shrinkRetainingCapacity(kept);
}

/// Whether a mention tells no more of what the text tells to be cured: "HCV: acquired through transfusion; SVR12 achieved".
fn isCured(by: *const Reader, d: *const t.Draft, told: ?t.Tested) bool {
    const all = told orelse return false;
    if (by.about(d.about).kept or d.measure != null or d.section != .now or !d.way.isPlain()) return false;
    return all.has(.lasting, .positive) and all.has(.now, .negative) and !all.hasAny(&of_now, .positive);
}

/// Drops a bare "RNA" that follows the name of another virus, where the text names none of which it is told mostly.
fn dropBare(by: *const Reader, list: []const t.Token, drafts: *std.ArrayListUnmanaged(t.Draft)) void {
    var kept: usize = 0;
    for (drafts.items, 0..) |d, n| {
        if (isBare(list, &d)) {
            var follows = false;
            const told = for (drafts.items, 0..) |*o, m| {
                if (m >= kept and m < n) continue; // dropped, and overwritten
                if (!by.about(o.about).tested or isBare(list, o)) continue;
                if (o.about == d.about) break true;
                follows = follows or (o.last <= d.first and d.first - o.last <= after_its_virus);
            } else false;
            if (!told and follows) continue;
        }
        if (n != kept) drafts.items[kept] = d;
        kept += 1;
    }
    drafts.shrinkRetainingCapacity(kept);
}

fn isBare(list: []const t.Token, d: *const t.Draft) bool {
    return d.last == d.first + 1 and list[d.first].flags.bare_tests and d.measure == null;
}

/// Whether no virus is found of an infection that the text tells to be over: "RNA not detected ... a cleared hepatitis C".
fn isGone(d: *const t.Draft, drafts: []const t.Draft) bool {
    if (d.other != null or d.tested.asked or d.tested.of_another) return false;
    for (d.tested.came, 0..) |came, n| {
        const assay: Assay = @enumFromInt(n);
        if (came.count() == 0) continue;
        if (assay != .now and assay != .surface and assay != .load) return false;
        if (came.count() != 1 or !came.contains(.negative)) return false;
    }
    for (drafts) |*o| {
        if (o.about == d.about and o.other == null and o.tested.isNothing() and statusOf(o.way, o.section).status == .historical) return true;
    }
    return false;
}

const Verdict = enum { unturned, nothing, present, absent, historical, possible, planned };

/// What tests say together. own: of one mention; told: of all that name the same.
fn verdict(own: t.Tested, told: t.Tested, kept: bool) Verdict {
    const present = told.hasAny(&of_now, .positive);
    const over = told.hasAny(&of_now, .negative) and !present;
    const asked = told.hasAny(&of_now, .awaited) and !present;
    const lasting = own.hasAny(&.{ .plain, .lasting }, .positive);
    if (own.of_another) return .nothing;
    if (own.hasAny(&of_now, .positive)) return .present;
    if (lasting and !over) return if (asked) .possible else .present;
    if (lasting or own.hasAny(&of_now, .negative))
        return if (over and !kept and told.hasAny(&.{ .plain, .lasting }, .positive)) .historical else .absent;
    if (own.hasAny(&.{ .plain, .lasting }, .negative)) return .absent;
    if (own.came[@intFromEnum(Assay.immune)].count() > 0 and !own.has(.surface, .awaited)) return .nothing;
    for (own.came, 0..) |came, n| if (came.contains(.unknown) and n != @intFromEnum(Assay.immune)) return .possible;
    return if (own.asked or own.hasAny(&.{ .plain, .lasting, .now, .surface, .load }, .awaited)) .planned else .unturned;
}

fn turn(d: *t.Draft, said: Verdict) void {
    if (said == .unturned or said == .nothing) return;
    if (said == .planned) {
        if (d.way.historical != null or d.way.negated != null) return;
        if (d.way.possible) |doubt| if (doubt.first < d.first) return; // "possible hepatitis B, DNA to follow"
        d.way.planned = d.way.planned orelse d.result orelse .{ .kind = .result, .first = d.first, .last = d.last };
        d.way.possible = null;
        return;
    }
    const way = &d.way;
    const denied = way.negated != null and way.negated.?.last <= d.first; // before it
    way.negated = null;
    way.possible = null;
    way.unlikely = null;
    way.tests = null;
    if (way.planned) |cue| if (cue.kind != .@"if") {
        way.planned = null;
    };
    switch (said) {
        .present => if (way.historical == null) {
            way.current = way.current orelse d.result;
        },
        .absent => if (way.historical == null or (way.historical.?.kind != .resolved_after and (denied or way.historical.?.last > d.first or !d.tested.isOfNow()))) { // but "RNA undetectable after Epclusa", "previously treated hep C, RNA neg"
            way.negated = d.result;
            way.historical = null;
        },
        .historical => {
            way.historical = d.result;
            way.current = null;
        },
        .possible => {
            way.possible = d.result;
            way.historical = null;
        },
        else => {},
    }
}
