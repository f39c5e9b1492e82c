namespace Angioboard.Jobs.Papers.Writing;

/// <summary>A table.</summary>
/// <param name="Name">What its files and references to it are called: lower-case letters, digits and dashes.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A cell per column.</param>
internal sealed record PaperTable(
    string Name, string Caption, IReadOnlyList<PaperColumn> Columns, IReadOnlyList<IReadOnlyList<PaperCell>> Rows) : PaperBlock
{
    private const int MostRows = 30;

    /// <summary>Explains what stands in it; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether it may take several pages, as a table of many rows always may.</summary>
    public bool Long
    {
        get => field || Rows.Count > MostRows;
        init;
    }

    public override PaperBlock With(Func<string, string> change) => this with
    {
        Caption = change(Caption),
        Note = change(Note),
        Rows = [.. Rows.Select(row => (IReadOnlyList<PaperCell>)[.. row.Select(cell => cell with { Text = change(cell.Text) })])],
    };
}

/// <summary>A column.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Share">Its share of the width of the page; the shares of a table add up to at most 1.</param>
/// <param name="Fields">The columns that it has in the CSV file.</param>
internal sealed record PaperColumn(string Title, double Share, params IReadOnlyList<string> Fields)
{
    /// <summary>Whether it holds texts, which stand at the left.</summary>
    public bool IsText { get; init; }

    /// <summary>A column of texts.</summary>
    public static PaperColumn Words(string title, double share, string field) => new(title, share, field) { IsText = true };

    /// <summary>A column of figures with their intervals.</summary>
    public static PaperColumn Interval(string title, double share, string field) =>
        new(title, share, field, $"{field}_low", $"{field}_high");
}

/// <summary>A cell.</summary>
/// <param name="Text">What it shows, as on the dashboard's pages; a line feed begins a line.</param>
/// <param name="Values">The same in full for the CSV file: a text, a number or null for each of the column's fields.</param>
internal sealed record PaperCell(string Text, params IReadOnlyList<object?> Values);
