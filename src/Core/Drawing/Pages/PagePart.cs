namespace Angioboard.Core.Drawing.Pages;

/// <summary>A part of a section; it stands below the part before it.</summary>
public abstract record PagePart;

/// <summary>A paragraph.</summary>
/// <param name="Text">Its text.</param>
public sealed record PageText(string Text) : PagePart;

/// <summary>A table. Its rows go on to the next page where they do not fit.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A text for each column.</param>
public sealed record PageTable(string Title, IReadOnlyList<PageColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : PagePart;

/// <summary>A column.</summary>
/// <param name="Head">Its head, which is put on several lines where it is too long.</param>
/// <param name="Share">Its share of the page's width.</param>
/// <param name="IsWords">Whether it holds words, which stand at the left.</param>
public sealed record PageColumn(string Head, double Share, bool IsWords);

/// <summary>Figures in rows.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Columns">How many are beside one another.</param>
public sealed record PageFigures(IReadOnlyList<Figure> Figures, int Columns) : PagePart;

/// <summary>Parts under one heading, which begin on a page of their own.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Below">A smaller line below it.</param>
/// <param name="Parts">The parts, in the order of reading.</param>
public sealed record PageSection(string Heading, string Below, IReadOnlyList<PagePart> Parts);
