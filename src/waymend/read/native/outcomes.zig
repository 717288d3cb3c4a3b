//! What a test came to, told in the sentence after it: "HIV done last week. Came back negative." (outcomes.py).
const t = @import("types.zig");
const closes = @import("cues.zig").closes;
const results = @import("results.zig");
const Reader = @import("reader.zig").Reader;
const Assay = t.Tested.Assay;

const led_to = 6; // tokens of a sentence before what a test came to
const near_a_test = 6; // tokens before what was tested for, from which a sentence tells that it was tested

/// What tests of the sentence before came to, told in the next one: "HIV done last week. Came back negative.". before: the drafts of that sentence.
pub fn comeBack(by: *const Reader, before: []t.Draft, drafts: []const t.Draft, hits: []const t.Hit, list: []const t.Token, start: u32, end: u32) void {
    const any = for (before) |*d| {
        if (waits(by, d, list, start)) break true;
    } else false;
    if (!any) return;
    var assay: Assay = .plain;
    var n = start;
    while (n < end) {
        for (drafts) |*d| if (d.first == n and by.about(d.about).tested) return;
        const hit = saidAt(hits, n) orelse {
            const token = list[n];
            const leads = (token.flags.subjects or token.flags.verbs) and n - start < led_to; // "he says it was"
            if (!token.in(":,-/()") and !token.isGap() and !token.flags.joins and !token.flags.either and !leads) return;
            n += 1;
            continue;
        };
        const said: results.Said = if (hit.layer == .echo) .negative else switch (hit.meanings[0].result) {
            .positive => .positive,
            .negative => .negative,
            .awaited => .awaited,
            .vanished => .vanished,
            .unknown => .unknown,
            .passed, .time, .asked, .lasting, .now, .surface, .load => |kind| {
                switch (kind) {
                    .lasting => assay = .lasting,
                    .now => assay = .now,
                    .surface => assay = .surface,
                    .load => assay = .load,
                    else => {},
                }
                n = hit.last;
                continue;
            },
            else => return,
        };
        if (!closes(list, hit.last)) return;
        for (before) |*d| if (waits(by, d, list, start)) {
            d.tested = .{};
            d.tested.add(assay, results.meant(by, said, assay, d));
            d.result = .{ .kind = .result, .first = hit.first, .last = hit.last };
        };
        return;
    }
}

/// Whether a test was told of in a sentence, and not what it came to.
fn waits(by: *const Reader, d: *const t.Draft, list: []const t.Token, end: u32) bool {
    const told = d.way.negated != null or d.way.family != null or d.way.historical != null or d.other != null;
    if (!by.about(d.about).tested or d.measure != null or told or d.tested.of_another) return false;
    for (d.tested.came, 0..) |came, n| {
        if (came.count() == 0) continue;
        const assay: Assay = @enumFromInt(n);
        if (assay != .plain and assay != .now and assay != .lasting) return false;
        if (came.count() != 1 or !came.contains(.awaited)) return false;
    }
    for (list[d.first -| near_a_test..end]) |token| if (token.flags.testing) return true;
    return false;
}

/// What is said of a test at a token; else whether it is said there that all is clear.
fn saidAt(hits: []const t.Hit, n: u32) ?t.Hit {
    var found: ?t.Hit = null;
    for (hits) |hit| {
        if (hit.first == n and (hit.layer == .result or (hit.layer == .echo and hit.meanings[0].echo == .clear))) found = hit;
    }
    return found;
}
