package io.nfcs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A reader of YAML into {@link ConfigNode}s: plain values, lists and mappings, and nothing else.
 */
final class YamlReader {
  private static final List<Tag> PLAIN =
      List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private final String name;
  private List<String> lines = List.of();

  YamlReader(String name) {
    this.name = name;
  }

  /** Reads a document; an empty one is an empty mapping. */
  ConfigNode read(String yaml) {
    lines = yaml.lines().toList();
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      return root.map(this::convert).orElseGet(() -> new ConfigNode.Mapping(name + ":1", Map.of()));
    } catch (MarkedYamlEngineException e) {
      String column = e.getProblemMark().map(m -> ", column " + (m.getColumn() + 1)).orElse("");
      throw new ConfigException(
          position(e.getProblemMark()) + ": not YAML" + column + ": " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ConfigException(name + ": not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new ConfigException(name + ": not YAML that can be read: nested too deeply");
    }
  }

  private ConfigNode convert(Node node) {
    String position = position(node.getStartMark());
    if (node.getAnchor().isPresent() || !PLAIN.contains(node.getTag())) {
      throw new ConfigException(
          position + ": anchors, aliases and tags are not allowed; expected plain values");
    }
    return switch (node) {
      case ScalarNode scalar ->
          new ConfigNode.Scalar(position, scalar.getValue(), !scalar.isPlain(), place(scalar));
      case SequenceNode sequence ->
          new ConfigNode.Sequence(
              position, sequence.getValue().stream().map(this::convert).toList());
      case MappingNode mapping -> mapping(position, mapping);
      default ->
          throw new ConfigException(
              position
                  + ": "
                  + node.getNodeType()
                  + " is not allowed; expected plain values, lists and mappings");
    };
  }

  private ConfigNode mapping(String position, MappingNode mapping) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String at = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new ConfigException(at + ": a key must be a name");
      }
      ConfigNode value = relocate(convert(tuple.getValueNode()), at);
      if (entries.put(key.getValue(), value) != null) {
        throw new ConfigException(at + ": " + key.getValue() + " stands twice");
      }
    }
    return new ConfigNode.Mapping(position, entries);
  }

  /** Returns a block with the position of its key, which is what a person looks for. */
  private static ConfigNode relocate(ConfigNode value, String at) {
    return value instanceof ConfigNode.Mapping mapping
        ? new ConfigNode.Mapping(at, mapping.entries())
        : value;
  }

  private ConfigPlace place(ScalarNode scalar) {
    int line = scalar.getStartMark().map(Mark::getLine).orElse(0) + 1;
    int column = scalar.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    return switch (scalar.getScalarStyle()) {
      case LITERAL, FOLDED -> {
        String first = line < lines.size() ? lines.get(line) : "";
        int indent = first.length() - first.stripLeading().length() + 1;
        boolean asRead = scalar.getScalarStyle() == ScalarStyle.LITERAL;
        yield new ConfigPlace(name, line + 1, indent, asRead ? indent : 0);
      }
      case PLAIN -> new ConfigPlace(name, line, column, 0);
      default -> new ConfigPlace(name, line, column + 1, 0);
    };
  }

  private String position(Optional<Mark> mark) {
    // a key that was set by itself has no line in a file
    return name.startsWith(NfcsConfig.SET)
        ? name
        : name + mark.map(m -> ":" + (m.getLine() + 1)).orElse("");
  }
}
