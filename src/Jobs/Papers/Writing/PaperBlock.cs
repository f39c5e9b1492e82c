namespace Angioboard.Jobs.Papers.Writing;

/// <summary>A part of a paper: a heading, a paragraph, a table or a figure.</summary>
internal abstract record PaperBlock
{
    /// <summary>The same with every text changed.</summary>
    public abstract PaperBlock With(Func<string, string> change);
}

/// <summary>A heading.</summary>
/// <param name="Level">1 or 2.</param>
/// <param name="Text">Its text.</param>
internal sealed record PaperHeading(int Level, string Text) : PaperBlock
{
    public override PaperBlock With(Func<string, string> change) => this;
}

/// <summary>A paragraph, with gaps for the authors (<see cref="PaperWords.Gap"/>).</summary>
/// <param name="Text">Its text.</param>
internal sealed record PaperParagraph(string Text) : PaperBlock
{
    public override PaperBlock With(Func<string, string> change) => new PaperParagraph(change(Text));
}

/// <summary>Short texts below one another.</summary>
/// <param name="Entries">The texts.</param>
internal sealed record PaperList(IReadOnlyList<string> Entries) : PaperBlock
{
    public override PaperBlock With(Func<string, string> change) => new PaperList([.. Entries.Select(change)]);
}
