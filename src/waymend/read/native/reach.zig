//! How far somebody who is named beside the patient is spoken of: "lives with partner, on methadone" (reach.py).
const std = @import("std");
const t = @import("types.zig");
const bare = @import("narrator.zig").bare;
const Who = @import("subjects.zig").Who;

const beside = 5; // tokens before somebody in which "of" or "with" shows that he is only named beside another
const taken = 4; // tokens between taking and whose it is: "took some of a friend's"
const thing = 3; // tokens of what is somebody's: "30 mg methadone"

/// Up to which token of a sentence somebody is spoken of whom a cue names: its end, or a comma where he is only named beside another.
pub fn reachOf(who: *const Who, cue: t.Cue) u32 {
    const list = who.list;
    for (cue.first..cue.last) |m| if (bare(who.by, who.found, m).patient) return who.end;
    if (list[cue.last - 1].possessive) for (list[@max(cue.first -| taken, who.start)..cue.first]) |token| {
        if (token.flags.takes) return @min(cue.last + thing, who.end); // "took a friend's Subutex and was soon retching"
    };
    var n: u32 = for (cue.first..cue.last) |m| {
        if (list[m].flags.kin) break @intCast(m);
    } else for (cue.first..cue.last) |m| {
        if (list[m].flags.alongside) break @intCast(m + 1); // "infant of HCV-viraemic mother, afebrile"
    } else cue.first;
    const least = @max(n -| beside, who.start);
    while (n > least) {
        n -= 1;
        const token = list[n];
        if (token.flags.alongside) {
            for (cue.last..@max(cue.last, who.end - 1)) |m| if (list[m].sign == ',' and !isRelated(list[m + 1])) return @intCast(m);
            return who.end;
        }
        if (token.flags.clausal) return clauseEnd(who, cue.last);
        if (token.in(",;:()") or token.flags.verbs) return who.end;
    }
    return who.end;
}

/// Where a sentence goes on about the one of whom it was before a clause: "until her mother died, and has used since", "since his wife left, injecting daily".
fn clauseEnd(who: *const Who, first: u32) u32 {
    for (first..@max(first, who.end -| 2)) |n| {
        if (who.list[n].sign != ',') continue;
        const next = who.list[n + 1];
        if (next.flags.joins and who.list[n + 2].flags.verbs) return @intCast(n);
        if (n > first and (next.flags.verbs or isActing(who.found.word(n + 1)))) return @intCast(n);
    }
    return who.end;
}

/// Whether a word ends as those for what somebody does: "relapsed", "shooting".
fn isActing(word: []const u8) bool {
    return std.mem.endsWith(u8, word, "ing") or std.mem.endsWith(u8, word, "ed");
}

/// With which a comma goes on about the same person.
fn isRelated(token: t.Token) bool {
    return switch (token.id) {
        .who, .which, .that, .whose, .@"and", .also, .known => true,
        else => false,
    };
}
