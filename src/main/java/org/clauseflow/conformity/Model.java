package org.clauseflow.conformity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The XML of a process or a decision, as it was deployed. */
public record Model(Element root) {

  public static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  public static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  /** What a process passes through, by its name in BPMN. */
  public static final Set<String> FLOW_NODES =
      Set.of(
          "startEvent",
          "endEvent",
          "intermediateCatchEvent",
          "intermediateThrowEvent",
          "boundaryEvent",
          "task",
          "userTask",
          "serviceTask",
          "sendTask",
          "receiveTask",
          "businessRuleTask",
          "manualTask",
          "callActivity",
          "subProcess",
          "transaction",
          "exclusiveGateway",
          "parallelGateway",
          "inclusiveGateway",
          "eventBasedGateway");

  /** Far above what anybody draws; what walks the tree may be recursive. */
  private static final int DEEPEST = 100;

  /** The XML cannot be read; the message is for the person who deploys it. */
  public static class Unreadable extends Exception {
    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * Reads without touching anything outside the bytes: a document type is refused, so no entity is
   * ever resolved.
   */
  public static Model read(byte[] xml) throws Unreadable {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Refuse());
      Model model = new Model(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement());
      if (model.elements().anyMatch(element -> depth(element) > DEEPEST)) {
        throw new Unreadable("elements are nested more than " + DEEPEST + " deep");
      }
      return model;
    } catch (SAXParseException e) {
      if (e.getMessage().contains("DOCTYPE")) {
        throw new Unreadable("a document type (DOCTYPE) is not read: take it out");
      }
      throw new Unreadable("line " + e.getLineNumber() + ": " + e.getMessage());
    } catch (SAXException | IOException e) {
      throw new Unreadable(e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int depth(Node node) {
    int depth = 0;
    for (Node at = node; at != null && depth <= DEEPEST; at = at.getParentNode()) {
      depth++;
    }
    return depth;
  }

  /** All elements in the order of the document. */
  public Stream<Element> elements() {
    return within(root);
  }

  /** All elements of that name in the namespace of BPMN. */
  public Stream<Element> elements(String name) {
    return elements().filter(element -> is(element, BPMN, name));
  }

  /** The element and everything in it, in the order of the document. */
  public static Stream<Element> within(Element start) {
    List<Element> found = new ArrayList<>();
    Deque<Element> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Element element = open.pop();
      found.add(element);
      for (Node child = element.getLastChild(); child != null; child = child.getPreviousSibling()) {
        if (child instanceof Element e) {
          open.push(e);
        }
      }
    }
    return found.stream();
  }

  /** The role that answers for the process, where the model names one. */
  public Optional<String> owner() {
    return elements("process")
        .flatMap(Model::properties)
        .filter(property -> property.name().equals("owner"))
        .map(Property::value)
        .findFirst();
  }

  /** Files of the forms and tables that it refers to, such as priority.dmn. */
  public Set<String> uses() {
    Set<String> uses = new LinkedHashSet<>();
    for (Element element : elements().toList()) {
      if (element.hasAttributeNS(CAMUNDA, "formRef")) {
        uses.add(element.getAttributeNS(CAMUNDA, "formRef") + ".form");
      }
      if (element.hasAttributeNS(CAMUNDA, "decisionRef")) {
        uses.add(element.getAttributeNS(CAMUNDA, "decisionRef") + ".dmn");
      }
      properties(element)
          .filter(property -> property.name().equals("form"))
          .forEach(property -> uses.add(property.value() + ".form"));
    }
    return uses;
  }

  public static Stream<Element> children(Element parent) {
    return Stream.iterate(parent.getFirstChild(), child -> child != null, Node::getNextSibling)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  public static Stream<Element> children(Element parent, String namespace, String name) {
    return children(parent).filter(child -> is(child, namespace, name));
  }

  public static boolean is(Element element, String namespace, String name) {
    return name.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
  }

  /** The text that stands directly in the element. */
  public static String text(Element element) {
    return Stream.iterate(element.getFirstChild(), child -> child != null, Node::getNextSibling)
        .filter(Text.class::isInstance)
        .map(Node::getNodeValue)
        .collect(Collectors.joining());
  }

  /**
   * The extension properties of the element, in their order. A field of an element template that is
   * left empty is an empty property in the model: it declares nothing.
   */
  public static Stream<Property> properties(Element element) {
    return children(element, BPMN, "extensionElements")
        .flatMap(extensions -> children(extensions, CAMUNDA, "properties"))
        .flatMap(properties -> children(properties, CAMUNDA, "property"))
        .map(
            property ->
                new Property(property.getAttribute("name"), property.getAttribute("value").strip()))
        .filter(property -> !property.value().isEmpty());
  }

  /** What a model declares of an element for us to act on. */
  public record Property(String name, String value) {

    /** The value, where it is several separated by commas. */
    public Stream<String> values() {
      return Stream.of(value.split(",")).map(String::strip).filter(one -> !one.isEmpty());
    }
  }

  private static class Refuse implements ErrorHandler {

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
