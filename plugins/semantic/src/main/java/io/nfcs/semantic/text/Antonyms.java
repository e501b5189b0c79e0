package io.nfcs.semantic.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pairs of words of opposite meaning. */
final class Antonyms {
  private static final String PAIRS =
"""
      on off; in out; up down; with without; before after; above below; over under; inside outside
      more less; more fewer; most least; maximum minimum; max min; high low; higher lower
      highest lowest; large small; big small; big little; larger smaller; bigger smaller
      largest smallest; biggest smallest; long short; longer shorter; longest shortest; fast slow
      faster slower; fastest slowest; early late; earlier later; earliest latest; first last
      next previous; next last; old new; older newer; oldest newest; young old; younger older
      hot cold; hotter colder; hottest coldest; warm cool; heat cool; good bad; better worse
      best worst; safe dangerous; true false; correct wrong; right wrong; left right; north south
      east west; internal external; public private; cheap expensive; cheaper dearer; rich poor
      strong weak; light dark; light heavy; easy difficult; easy hard; full empty; always never
      all none; every no; everybody nobody; everything nothing; win lose; pass fail; succeed fail
      success failure; love hate; like hate; start stop; start end; start finish; begin end
      begin finish; open close; opening closing; enable disable; activate deactivate; increase decrease
      increase reduce; raise lower; raise reduce; grow shrink; maximize minimize; add remove
      add subtract; plus minus; multiply divide; insert delete; create delete; create destroy
      build demolish; buy sell; buyer seller; send receive; sender receiver; give take; give get
      lock unlock; block allow; allow deny; allow forbid; permit forbid; accept reject; accept decline
      accept refuse; approve reject; approve deny; grant revoke; show hide; follow unfollow
      import export; upload download; encrypt decrypt; compress decompress; encode decode
      deposit withdraw; deposit withdrawal; credit debit; income expense; profit loss; arrive depart
      arrive leave; arrival departure; push pull; read write; save discard; save spend; lend borrow
      teach learn; ask answer; question answer; attach detach; expand collapse; horizontal vertical
      ascending descending; positive negative; male female; man woman; men women; mother father
      brother sister; husband wife; boy girl; day night; morning evening; sunrise sunset; freeze thaw
      freeze unfreeze; gain lose; pro con; advantage disadvantage; benefit drawback; cause prevent
      cause cure; hire fire; enter exit; entry exit; entrance exit; online offline; wet dry; clean dirty
      sweet sour; alive dead; born die; top bottom; front back; forward backward; forwards backwards
      include exclude; required optional; mandatory optional; permanent temporary; manual automatic
      single married; presence absence; login logout; signin signout; remember forget
charge refund; pay refund; join leave; join split; merge split; merge divide
      asset liability; ally enemy; friend enemy; attack defend; agree disagree; war peace
      victory defeat; guilty innocent; simple complex; narrow wide; thick thin; deep shallow; near far
      incoming outgoing; inbound outbound; inner outer; input output; indoor outdoor
      heaviest lightest; strongest weakest; cheapest dearest; richest poorest; youngest oldest
""";

  private static final List<String> PREFIXES =
      List.of("un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti");

  private static final Map<String, Set<String>> OPPOSITES = opposites();

  private Antonyms() {}

  /** Returns whether two stems are opposites, by the table or by a prefix. */
  static boolean are(String a, String b) {
    return OPPOSITES.getOrDefault(a, Set.of()).contains(b) || isNegated(a, b) || isNegated(b, a);
  }

  private static boolean isNegated(String word, String of) {
    return of.length() > 2
        && word.endsWith(of)
        && PREFIXES.contains(word.substring(0, word.length() - of.length()));
  }

  private static Map<String, Set<String>> opposites() {
    Map<String, Set<String>> opposites = new HashMap<>();
    Arrays.stream(PAIRS.split("[;\n]"))
        .map(pair -> pair.trim().split(" "))
        .forEach(pair -> {
          String a = Stem.of(pair[0]);
          String b = Stem.of(pair[1]);
          opposites.computeIfAbsent(a, first -> new HashSet<>()).add(b);
          opposites.computeIfAbsent(b, first -> new HashSet<>()).add(a);
        });
    return Map.copyOf(opposites);
  }
}
