using System.Buffers;
using CsvHelper;

namespace Angioboard.Jobs.Lists;

/// <summary>
/// Writes a table as CSV (RFC 4180). A spreadsheet shows its texts as they are: what it would compute gets an apostrophe
/// (<see cref="CsvFormula"/>), and a text with a semicolon or tab, which separate fields in some locales, is quoted.
/// </summary>
public sealed class CsvText : IAsyncDisposable, IDisposable
{
    private static readonly SearchValues<char> OtherSeparators = SearchValues.Create(";\t");

    private readonly CsvWriter csv;

    /// <summary>Writes to text that stays open.</summary>
    public CsvText(TextWriter writer, string newLine = "\r\n") => csv = CsvWriter.Create(writer, Options(newLine), leaveOpen: true);

    /// <summary>Writes UTF-8 to a stream that stays open.</summary>
    public CsvText(Stream stream, string newLine = "\r\n") => csv = CsvWriter.Create(stream, Options(newLine), leaveOpen: true);

    /// <summary>Whether texts that got an apostrophe are quoted too.</summary>
    public bool QuotesFormulas { get; init; }

    /// <summary>Writes a text as the next field.</summary>
    public void Text(string text)
    {
        string shown = CsvFormula.Guard(text);
        bool quoted = (QuotesFormulas && shown.Length > text.Length) || shown.AsSpan().ContainsAny(OtherSeparators);
        csv.WriteField(shown, quoted ? CsvQuoting.Always : CsvQuoting.WhenNeeded);
    }

    /// <summary>Writes texts as the next fields.</summary>
    public void Texts(params IEnumerable<string> texts)
    {
        foreach (string text in texts) Text(text);
    }

    /// <summary>Writes a number in full as the next field; null leaves it empty.</summary>
    public void Number(double? value) => csv.WriteField(value);

    /// <summary>Ends the row.</summary>
    public void EndRow() => csv.EndRecord();

    /// <summary>Ends the row; for a stream that must not block.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellation = default) => csv.EndRecordAsync(cancellation);

    /// <summary>Hands all rows to the writer.</summary>
    public void Flush() => csv.Flush();

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => csv.DisposeAsync();

    private static CsvWriterOptions Options(string newLine) => CsvWriterOptions.Default with { NewLine = newLine };
}
