//! What is told without its name, since it was named before: "Wife injects, he doesn't", "his own test: negative", "her mother has it too" (echoes.py).
const std = @import("std");
const t = @import("types.zig");
const closes = @import("cues.zig").closes;
const replies = @import("replies.zig");
const Reader = @import("reader.zig").Reader;
const Sentence = @import("sentence.zig").Sentence;
const Text = @import("text.zig").Text;
const isAnothers = replies.isAnothers;
const statusOf = @import("ways.zig").statusOf;

const far = 80; // tokens from a disease of somebody else's to the patient's own test
const near_test = 25; // tokens from a disease to the test that the patient asks for
const due_by = 24; // tokens from a test to what says that it is to be done again
const listed = 8; // tokens from one disease to the next one that the same test may be of
const story = 60; // tokens from a use to the sentence that ends it
const seemed = 3; // tokens from "looked like" to what it looked like
const headed = 4; // tokens from a disease to whoever had it: "hep C: ex-wife had it"

/// Adds what the echoes of a sentence tell besides.
pub fn hear(text: *Text, sentence: *const Sentence) t.Failed!void {
    for (sentence.hits) |hit| if (hit.layer == .echo and hit.meanings[0].echo == .seemed) try text.seemed.append(text.a, hit);
    var x = Echoes{ .text = text, .by = text.by, .list = text.list, .sentence = sentence, .begun = sentence.begun };
    for (sentence.hits) |hit| if (hit.layer == .echo and !x.isBound(hit)) try x.one(hit);
    try text.drafts.appendSlice(text.a, x.more.items);
}

const Echoes = struct {
    text: *Text,
    by: *const Reader,
    list: []const t.Token,
    sentence: *const Sentence,
    begun: usize, // of the drafts: where those of the sentence begin
    more: std.ArrayListUnmanaged(t.Draft) = .empty, // what the echoes tell

    fn drafts(x: *const Echoes) []t.Draft {
        return x.text.drafts.items[x.begun..];
    }

    /// Whether it belongs to what stands before it, or begins what says more: "12-pt", "proved right".
    fn isBound(x: *const Echoes, echo: t.Hit) bool {
        for (x.sentence.hits) |hit| if (hit.layer == .sequel and hit.first <= echo.first and echo.last < hit.last) return true;
        if (echo.first == 0 or echo.meanings[0].echo == .have_it) return false;
        const before = x.list[echo.first - 1];
        return before.sign == '-' and before.end() == x.list[echo.first].start;
    }

    fn one(x: *Echoes, echo: t.Hit) t.Failed!void {
        switch (echo.meanings[0].echo) {
            .own => try x.own(echo, false),
            .own_asked => try x.own(echo, true),
            .own_test => try x.ownTest(echo),
            .have_it => try x.haveIt(echo),
            .instead => x.takeBack(echo, false, false),
            .no_such => x.takeBack(echo, true, false),
            .refuted => x.takeBack(echo, true, true),
            .due => try x.due(echo),
            .ended => {
                x.end(echo);
                try x.doesToo(echo, true);
            },
            .ended_there => if (closes(x.list, echo.last)) x.end(echo),
            .begun_again => x.beginAgain(echo),
            .was_not => if (closes(x.list, echo.last)) x.takeBack(echo, false, false),
            .others_do => if (closes(x.list, echo.last)) try x.othersDo(echo),
            .does_not => if (closes(x.list, echo.last)) try x.doesNot(echo, false),
            .never_used => if (closes(x.list, echo.last)) try x.doesNot(echo, true),
            .none_own => if (closes(x.list, echo.last)) try x.noneOwn(echo),
            .none_now => if (closes(x.list, echo.last)) try x.noneNow(echo),
            .does_now => try x.doesNow(echo),
            .does_too => if (closes(x.list, echo.last)) try x.doesToo(echo, false),
            .did_once => if (closes(x.list, echo.last)) try x.doesToo(echo, true),
            .asked_about => replies.ask(x.by, x.list, x.drafts(), echo),
            .both => if (replies.both(x.by, x.drafts(), echo)) |way| try x.more.append(x.text.a, replies.draftOf(way, echo)),
            .not_there, .neither_there, .not_now, .no_more, .does => if (closes(x.list, echo.last) or x.list[echo.last].sign == ':') {
                if (replies.heard(x.by, x.drafts(), x.text.lastDrafts(), echo)) |told| try x.add(told.about, echo, told.way);
            },
            .clear, .seemed, .unknown => {},
        }
    }

    /// "Partner injects, she doesn't", "asked if he injects: he never has". used: of all drugs that were told of.
    fn doesNot(x: *Echoes, echo: t.Hit, used: bool) t.Failed!void {
        const near = x.usesBefore(echo);
        const last = x.lastUse(near, echo) orelse return x.doesNotHave(echo);
        const status = statusOf(last.way, last.section).status;
        if (!x.isOfOther(last, echo) and status != .possible and status != .planned) {
            const first = last.first;
            if (status == .present and x.hasSeemed(last)) for (near) |*d| { // "the ED note says that he injects; he does not"
                if (!x.isUse(d, echo) or d.last < first or !isPresent(d)) continue;
                d.way.negated = .{ .kind = .out_after, .first = echo.first, .last = echo.last };
                d.way.current = null;
            };
            return;
        }
        const way = t.Turned{ .negated = .{ .kind = .deny, .first = echo.first, .last = echo.last } };
        if (!used) {
            const injecting = for (near) |*d| {
                if (d.about == x.by.injecting_drugs and d.first < echo.first and d.last >= last.first) break true;
            } else false;
            return x.add(if (injecting) x.by.injecting_drugs else last.about, echo, way);
        }
        for (near, 0..) |*d, n| {
            if (!x.isUse(d, echo)) continue;
            for (near[0..n]) |*o| {
                if (o.about == d.about and x.isUse(o, echo)) break;
            } else try x.add(d.about, echo, way);
        }
    }

    /// "HIV test negative, to be repeated in five weeks", "he is HIV positive; she will have hers done".
    fn due(x: *Echoes, echo: t.Hit) t.Failed!void {
        var own_test = false;
        for (x.list[echo.first..echo.last]) |token| own_test = own_test or token.flags.self or token.flags.own;
        const from: usize = for (x.drafts()) |*d| {
            if (x.by.about(d.about).tested and d.first < echo.first) break x.begun;
        } else 0;
        var found: std.ArrayListUnmanaged(t.Name) = .empty;
        var first = echo.first;
        var left = x.text.drafts.items.len;
        while (left > from) {
            left -= 1;
            const d = &x.text.drafts.items[left];
            if (!x.by.about(d.about).tested or d.first >= echo.first) continue;
            if (first > d.last + @as(u32, if (found.items.len > 0) listed else due_by)) break;
            if (!(if (own_test) isAnothers(d) else isNegative(d))) continue;
            first = d.first;
            if (std.mem.indexOfScalar(t.Name, found.items, d.about) == null) try found.append(x.text.a, d.about);
        }
        for (found.items) |about| try x.add(about, echo, .{ .planned = .{ .kind = .planned_after, .first = echo.first, .last = echo.last } });
    }

    /// Whether a test of something was negative.
    fn isNegative(d: *const t.Draft) bool {
        for (d.tested.came) |came| if (came.contains(.negative)) return true;
        return if (d.way.negated) |cue| cue.kind == .result else false;
    }

    /// "He began with heroin at nineteen ... He stopped in 2009.": the uses that were told before, but for those that are told of now.
    fn end(x: *Echoes, echo: t.Hit) void {
        for (x.text.drafts.items) |*d| if (x.isOfPatientNear(d, echo) and isPresent(d) and x.isOfNow(d)) return;
        for (x.text.drafts.items) |*d| if (x.isOfPatientNear(d, echo) and isPresent(d)) {
            d.way.historical = .{ .kind = .ended_later, .first = echo.first, .last = echo.last };
        };
    }

    /// "... He stopped in 2009, and began again last May."
    fn beginAgain(x: *Echoes, echo: t.Hit) void {
        for (x.text.drafts.items) |*d| if (x.isOfPatientNear(d, echo)) if (d.way.historical) |over| {
            if (over.kind == .ended_later) d.way.historical = null;
        };
    }

    /// Whether a mention is a use of the patient of which the text told a few sentences before an echo.
    fn isOfPatientNear(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        return x.isUse(d, echo) and d.last <= echo.first and echo.first <= d.last + story and !isAnothers(d);
    }

    /// Whether a use is told in the present: "injects heroin", "is injecting".
    fn isOfNow(x: *const Echoes, d: *const t.Draft) bool {
        const n = d.first -| 1;
        if (d.way.current != null or x.list[n].timed.doing) return true;
        for (x.list[n..d.last]) |token| if (token.timed.does) return true;
        return false;
    }

    /// "Husband carries hepatitis B; she does not", "my brother has the hep C, not me".
    fn doesNotHave(x: *Echoes, echo: t.Hit) t.Failed!void {
        const d = x.lastHad(x.drafts(), echo) orelse x.lastHad(x.text.lastDrafts(), echo) orelse return;
        if (x.isOfOther(d, echo)) try x.add(d.about, echo, .{ .negated = .{ .kind = .deny, .first = echo.first, .last = echo.last } });
    }

    /// "Witnessed three overdoses this month; none himself", "his father had leg ulcers; he has none": of what was told last.
    fn noneOwn(x: *Echoes, echo: t.Hit) t.Failed!void {
        const near = if (x.lastOfSomebody(x.drafts(), echo) != null) x.drafts() else x.text.lastDrafts();
        const last = x.lastOfSomebody(near, echo) orelse return;
        const end_of_last = last.last;
        if (x.isOfOther(last, echo)) {
            const from = last.first;
            const injecting = for (near) |*d| {
                if (d.about == x.by.injecting_drugs and x.isOfSomebody(d, echo) and d.last >= from) break true;
            } else false;
            const way = t.Turned{ .negated = .{ .kind = .deny, .first = echo.first, .last = echo.last } };
            if (injecting) return x.add(x.by.injecting_drugs, echo, way);
            for (near, 0..) |*d, n| {
                if (!x.isOfSomebody(d, echo) or d.last < end_of_last) continue;
                for (near[0..n]) |*o| {
                    if (o.about == d.about and x.isOfSomebody(o, echo) and o.last >= end_of_last) break;
                } else try x.add(d.about, echo, way);
            }
        } else if (statusOf(last.way, last.section).status == .possible and !x.by.about(last.about).tested) {
            for (near) |*d| if (x.isOfSomebody(d, echo) and d.last == end_of_last) { // "ED wondered about cellulitis. This isn't that."
                d.way.negated = .{ .kind = .out_after, .first = echo.first, .last = echo.last };
                d.way.possible = null;
            };
        }
    }

    /// Whether a mention before an echo tells what somebody does, has or had, and of no treatment.
    fn isOfSomebody(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        if (d.first >= echo.first or d.measure != null or d.option != t.no_name) return false;
        const about = x.by.about(d.about);
        return x.isUse(d, echo) or about.follows != t.no_name or about.tested or (!about.treatments and (about.stays or about.episodes));
    }

    fn lastOfSomebody(x: *const Echoes, of: []t.Draft, echo: t.Hit) ?*t.Draft {
        var left = of.len;
        while (left > 0) {
            left -= 1;
            if (x.isOfSomebody(&of[left], echo)) return &of[left];
        }
        return null;
    }

    /// "Hasn't injected today. Did on Monday", "injected for years; still does", "ever injected? He ticked yes".
    fn doesNow(x: *Echoes, echo: t.Hit) t.Failed!void {
        const near = x.usesBefore(echo);
        const last = x.lastUse(near, echo) orelse return;
        if (isAnothers(last)) return;
        switch (statusOf(last.way, last.section).status) {
            .possible => {
                const doubt = last.way.possible;
                for (near) |*o| if (x.isUse(o, echo) and std.meta.eql(o.way.possible, doubt)) {
                    o.way.possible = null;
                };
            },
            .absent, .historical => try x.add(last.about, echo, .{ .current = .{ .kind = .current, .first = echo.first, .last = echo.last } }),
            else => {},
        }
    }

    /// "His brother injects and so does he", "her mother carries it; so does she": of the use or the disease that was told of somebody else.
    fn doesToo(x: *Echoes, echo: t.Hit, over: bool) t.Failed!void {
        const uses = x.usesBefore(echo);
        if (x.lastUse(uses, echo)) |d| {
            if (!x.isOfOther(d, echo) or d.way.negated != null) return;
            const from = d.first;
            const injecting = for (uses) |*o| {
                if (o.about == x.by.injecting_drugs and o.first < echo.first and o.last >= from) break true;
            } else false;
            var way = t.Turned{};
            if (over) way.historical = .{ .kind = .gone_after, .first = echo.first, .last = echo.last };
            return x.add(if (injecting) x.by.injecting_drugs else d.about, echo, way);
        }
        if (over) return;
        const d = x.lastHad(x.drafts(), echo) orelse x.lastHad(x.text.lastDrafts(), echo) orelse return;
        if (x.isOfOther(d, echo) and d.way.negated == null) try x.add(d.about, echo, .{});
    }

    /// "Fevers last week, none today", "had fresh tracks in January; none seen now": over, and not there now.
    fn noneNow(x: *Echoes, echo: t.Hit) t.Failed!void {
        const near = if (x.drafts().len > 0) x.drafts() else x.text.lastDrafts();
        var left = near.len;
        while (left > 0) {
            left -= 1;
            const d = &near[left];
            const about = x.by.about(d.about);
            if (d.option != t.no_name or d.first >= echo.first or echo.first > d.last + near_test or !(about.stays or (about.episodes and about.body))) continue;
            if (isAnothers(d)) return;
            const over = d.way.historical orelse return;
            if (d.way.negated) |denied| if (denied.first < echo.first or denied.last > echo.last) return;
            d.way.negated = null;
            d.way.current = null;
            d.way.historical = if (about.stays) .{ .kind = .gone_after, .first = echo.first, .last = echo.last } else over;
            return x.add(d.about, echo, .{ .negated = .{ .kind = .deny, .first = echo.first, .last = echo.last } });
        }
    }

    /// "Does not inject, lives with a sister who does", "asked about injecting: her partner does".
    fn othersDo(x: *Echoes, echo: t.Hit) t.Failed!void {
        const near = x.usesBefore(echo);
        const last = x.lastUse(near, echo) orelse return;
        if (isAnothers(last)) return;
        const doubt = last.way.possible;
        const status = statusOf(last.way, last.section).status;
        const asked = status == .possible or (doubt != null and x.list[doubt.?.first].sign == '?');
        if (asked or status == .absent) try x.add(last.about, echo, .{ .family = otherCue(echo) });
        if (asked) for (near) |*o| if (x.isUse(o, echo)) { // "Does anyone inject at home? Her brother does."
            o.left_open = std.meta.eql(o.way.possible, doubt);
        };
    }

    /// "She has hepatitis B; her mother has it too"; "Hep C: ex had it" is told of nobody else.
    fn haveIt(x: *Echoes, echo: t.Hit) t.Failed!void {
        const near = if (x.lastHad(x.drafts(), echo) != null) x.drafts() else x.text.lastDrafts();
        const d = x.lastHad(near, echo) orelse return;
        if (isAnothers(d)) return;
        if (x.list[d.last].sign == ':' and echo.first - d.last <= headed) {
            for (near) |*o| if (o.about == d.about and o.first == d.first) {
                o.way.family = otherCue(echo);
            };
        } else try x.add(d.about, echo, .{ .family = otherCue(echo) });
    }

    /// "Looked like an abscess; it turned out to be a cyst". sure: in words that tell by themselves that it was not so; tested: also of what tests tell.
    fn takeBack(x: *Echoes, echo: t.Hit, sure: bool, tested: bool) void {
        const any = for (x.drafts()) |*o| {
            if (o.last <= echo.first) break true;
        } else false;
        const of = if (any) x.drafts() else x.text.lastDrafts();
        var first: u32 = 0;
        for (of) |*o| if ((any and o.last <= echo.first) or (!any and x.isTold(o.about, sure and !tested))) {
            first = @max(first, o.first);
        };
        const d: t.Draft = for (of) |o| {
            if (o.first == first and (!any or o.last <= echo.first) and x.isTold(o.about, sure and !tested)) break o;
        } else return;
        if (isAnothers(&d) or statusOf(d.way, d.section).status == .absent or (x.by.about(d.about).tested and !tested)) return;
        if (!sure and (x.by.about(d.about).in_need or !x.hasSeemed(&d) or x.isToldAfter(echo))) return;
        for (of) |*o| if (o.about == d.about and o.first == d.first and (!any or o.last <= echo.first)) {
            o.way.negated = .{ .kind = .out_after, .first = echo.first, .last = echo.last };
            o.way.possible = null;
            o.way.unlikely = null;
            o.way.planned = null;
            o.way.historical = null;
            o.way.current = null;
        };
    }

    /// Whether something is told as what somebody took it for.
    fn hasSeemed(x: *const Echoes, d: *const t.Draft) bool {
        if (statusOf(d.way, d.section).status == .possible) return true;
        for (x.text.seemed.items) |hit| if (hit.first <= d.first and d.first <= hit.last + seemed) return true;
        return false;
    }

    /// Whether another illness is told after an echo: "looked like sepsis; it turned out to be endocarditis" is no less.
    fn isToldAfter(x: *const Echoes, echo: t.Hit) bool {
        for (x.drafts()) |*o| if (o.first >= echo.last and x.isHad(o.about)) return true;
        for (x.sentence.hits) |hit| if (hit.layer == .concern and hit.first >= echo.last) return true;
        return false;
    }

    /// Whether it may turn out not to be so: an illness, or a use where the words are sure.
    fn isTold(x: *const Echoes, name: t.Name, sure: bool) bool {
        const about = x.by.about(name);
        return x.isHad(name) or (sure and (name == x.by.injecting_drugs or (about.routed and about.covers)));
    }

    /// Whether something is an illness that somebody has.
    fn isHad(x: *const Echoes, name: t.Name) bool {
        const about = x.by.about(name);
        return about.tested or (x.passes(name) and !about.events and !about.body);
    }

    fn lastHad(x: *const Echoes, of: []t.Draft, echo: t.Hit) ?*t.Draft {
        var left = of.len;
        while (left > 0) {
            left -= 1;
            if (of[left].last <= echo.first and x.isHad(of[left].about)) return &of[left];
        }
        return null;
    }

    /// Whether a mention is of somebody of whom the echo does not speak: not the brother of "he was negative".
    fn isOfOther(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        const other = d.other orelse d.way.family orelse return isAnothers(d);
        for (x.list[echo.first..echo.last]) |token| if (token.flags.self or token.flags.own) return isAnothers(d);
        const who = x.list[echo.first].flags;
        const kin = x.list[other.last - 1].flags;
        return !((who.female and kin.female) or (who.male and kin.male));
    }

    /// The drafts of the sentence, or of the last one, by which of them tells of a use before an echo.
    fn usesBefore(x: *const Echoes, echo: t.Hit) []t.Draft {
        if (x.lastUse(x.drafts(), echo) != null) return x.drafts();
        return x.text.lastDrafts();
    }

    fn isUse(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        const about = x.by.about(d.about);
        return d.first < echo.first and (d.about == x.by.injecting_drugs or (about.routed and about.covers));
    }

    fn lastUse(x: *const Echoes, of: []t.Draft, echo: t.Hit) ?*t.Draft {
        var left = of.len;
        while (left > 0) {
            left -= 1;
            if (x.isUse(&of[left], echo)) return &of[left];
        }
        return null;
    }

    /// "Husband has HIV. Her own test: negative": of the diseases that were told of somebody else; asked: or for which a test was to be done.
    fn own(x: *Echoes, echo: t.Hit, asked: bool) t.Failed!void {
        const way = x.resultAt(echo.last) orelse return;
        var found: std.ArrayListUnmanaged(t.Name) = .empty;
        var first = echo.first;
        var left = x.text.drafts.items.len;
        while (left > 0) {
            left -= 1;
            const d = &x.text.drafts.items[left];
            if (!x.isTested(d, echo) or !(x.isOfOther(d, echo) or (asked and statusOf(d.way, d.section).status == .planned))) continue;
            if (found.items.len > 0 and first > d.last + listed) break;
            first = d.first;
            if (std.mem.indexOfScalar(t.Name, found.items, d.about) == null) try found.append(x.text.a, d.about);
        }
        for (found.items) |about| {
            const has = for (x.text.drafts.items) |*d| {
                if (d.about == about and x.isTested(d, echo) and !isAnothers(d) and statusOf(d.way, d.section).status == .present) break true;
            } else false;
            if (!has) try x.add(about, echo, way);
        }
    }

    /// "Flatmate has hepatitis B; he asks for a test": of the last disease that was told of somebody else, or of the patient as over.
    fn ownTest(x: *Echoes, echo: t.Hit) t.Failed!void {
        for (x.drafts()) |*d| if (x.by.about(d.about).tested and d.last > echo.first) return;
        var last: ?*const t.Draft = null;
        for (x.text.drafts.items) |*d| if (x.isNearTest(d, echo)) {
            last = d;
        };
        const about = (last orelse return).about;
        for (x.text.drafts.items) |*d| {
            if (d.about == about and x.isNearTest(d, echo) and !isAnothers(d) and statusOf(d.way, d.section).status != .historical) return;
        }
        try x.add(about, echo, .{ .planned = .{ .kind = .@"test", .first = echo.first, .last = echo.last } });
    }

    fn isNearTest(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        return x.isTested(d, echo) and echo.first < d.first + near_test;
    }

    fn isTested(x: *const Echoes, d: *const t.Draft, echo: t.Hit) bool {
        return d.first < echo.first and echo.first < d.first + far and d.measure == null and x.by.about(d.about).tested;
    }

    /// The words that say that a test found nothing, over those that say how and when it was tested.
    fn resultAt(x: *const Echoes, begin: u32) ?t.Turned {
        var n = begin;
        while (n < x.sentence.end) {
            const hit = x.saidAt(n) orelse {
                const token = x.list[n];
                const gap = token.isGap() and !x.text.found.breaks(n);
                if (!(token.in(":,-/()") or token.isNumber() or gap)) return null;
                n += 1;
                continue;
            };
            const none = t.Turned{ .negated = .{ .kind = .result, .first = hit.first, .last = hit.last } };
            if (hit.layer == .echo) return none;
            switch (hit.meanings[0].result) {
                .negative, .vanished => return none,
                .positive => return .{},
                .awaited => return .{ .planned = .{ .kind = .@"test", .first = hit.first, .last = hit.last } },
                .passed, .time, .asked, .lasting, .now => n = hit.last,
                else => return null,
            }
        }
        return null;
    }

    /// What is said of a test at a token; else whether it is said there that all is clear.
    fn saidAt(x: *const Echoes, n: u32) ?t.Hit {
        var clear: ?t.Hit = null;
        for (x.sentence.hits) |hit| {
            if (hit.first != n) continue;
            if (hit.layer == .result) return hit;
            if (hit.layer == .echo and hit.meanings[0].echo == .clear) clear = hit;
        }
        return clear;
    }

    /// Whether something comes and goes, and is nothing that is done.
    fn passes(x: *const Echoes, about: t.Name) bool {
        return x.by.about(about).episodes and !x.by.about(about).treatments and !x.by.about(about).done_in;
    }

    /// Adds what an echo tells, but what another room has told of its words.
    fn add(x: *Echoes, about: t.Name, echo: t.Hit, way: t.Turned) t.Failed!void {
        for (x.drafts()) |o| {
            const same = o.about == about and o.first < echo.last and echo.first < o.last;
            if (same and statusOf(o.way, o.section).status == statusOf(way, .now).status) return;
        }
        try x.more.append(x.text.a, replies.draftOf(.{ .about = about, .way = way }, echo));
    }
};

pub fn otherCue(echo: t.Hit) t.Cue {
    return .{ .kind = .other, .first = echo.first, .last = echo.last };
}

fn isPresent(d: *const t.Draft) bool {
    return statusOf(d.way, d.section).status == .present;
}
