using System.Text;
using System.Text.Json;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>A row of predictions.json, <c>[exam, label, [p0, …]]</c>, while reading; one object is reused for all rows.</summary>
internal sealed class PredictionRow
{
    private const string Shape = "wrong shape; a row must be [exam, label, [p0, p1, …]]";

    /// <summary>The exam's name; null if the row does not begin with one.</summary>
    public string? Exam { get; private set; }

    /// <summary>The label; null for none.</summary>
    public int? Label { get; private set; }

    /// <summary>The probabilities, if there is no fault.</summary>
    public List<double> Probabilities { get; } = [];

    /// <summary>Where their list begins and ends in the text.</summary>
    public Range List { get; private set; }

    /// <summary>Why this is not a valid row; null if it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Why the label cannot be used; null if it can.</summary>
    public string? LabelFault { get; private set; }

    /// <summary>The fault of the first unusable probability; null if all are usable.</summary>
    public string? ProbabilityFault { get; private set; }

    /// <summary>Reads from the row's first token to its last.</summary>
    /// <param name="reader">At the first token.</param>
    /// <param name="json">The text being read, for quoting.</param>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        (Exam, Label, Fault, LabelFault, ProbabilityFault) = (null, null, Shape, null, null);
        Probabilities.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        string? fault = Shape;
        int parts = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; parts++)
        {
            if (parts == 0 && reader.TokenType == JsonTokenType.String && PythonNumbers.Word(reader.ValueSpan) is null)
                Exam = reader.GetString();
            else if (parts == 1) ReadLabel(ref reader, json);
            else if (parts == 2) fault = ReadProbabilities(ref reader, json);
            else reader.Skip();
        }
        Fault = parts == 3 && Exam is not null ? fault : Shape;
        if (Fault is null && Exam!.Length == 0) Fault = "the exam has no name; write one";
        if (Fault == Shape || Exam!.Length == 0) Exam = null;
    }

    private void ReadLabel(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        Utf8JsonReader value = reader, after;
        reader.Skip();
        if (value.TokenType == JsonTokenType.StartArray)
        {
            // As in mednet: [label].
            value.Read();
            after = value;
            if (value.TokenType == JsonTokenType.EndArray || !after.TrySkip() || !after.Read() || after.TokenType != JsonTokenType.EndArray)
                value = reader;
        }
        if (value.TokenType == JsonTokenType.Null) return;
        // A label may be written as 2.0 by a tool that stores targets as floats.
        if (value.TokenType == JsonTokenType.Number && value.TryGetDouble(out double number) && number == (int)number) Label = (int)number;
        else LabelFault =
            $"label {(value.TokenType == JsonTokenType.String ? PythonNumbers.Word(value.ValueSpan) : null)
                ?? Text(json[start..(int)reader.BytesConsumed])} is not a whole number";
    }

    /// <summary>The fault of a value that is not a list of probabilities.</summary>
    private string? ReadProbabilities(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return $"the probability {Text(reader.ValueSpan)} is not in a list; write a list with one per class, for two classes [1 - p, "
                + $"p]";
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return Shape;
        }
        int start = (int)reader.TokenStartIndex;
        for (int c = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; c++)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value) && value >= 0)
            {
                Probabilities.Add(value);
                continue;
            }
            ProbabilityFault ??= $"probability {c} is {OfNoUse(reader)}";
            reader.Skip();
        }
        List = start..(int)reader.BytesConsumed;
        return null;
    }

    private static string OfNoUse(in Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Number => NotFinite(Text(value.ValueSpan)),
        JsonTokenType.String => PythonNumbers.Word(value.ValueSpan) is { } word
            ? NotFinite(word)
            : $"the text \"{Text(value.ValueSpan)}\"; write a number",
        JsonTokenType.StartArray => "a list; write a number",
        JsonTokenType.StartObject => "an object; write a number",
        _ => $"{Text(value.ValueSpan)}; write a number",
    };

    private static string NotFinite(string value) =>
        $"{value}; probabilities must be finite and not negative: predict again, or leave the exam out";

    private static string Text(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json);
}
