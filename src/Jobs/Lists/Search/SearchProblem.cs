namespace Angioboard.Jobs.Lists.Search;

/// <summary>A word of a search that looks like a condition but is not one.</summary>
/// <param name="Reason">What is wrong.</param>
/// <param name="Word">The word.</param>
/// <param name="Near">The name that was probably meant; null if none is near.</param>
public sealed record SearchProblem(string Reason, string Word, string? Near)
{
    /// <summary>What a page says, which searches for the word as text.</summary>
    public string Note => $"{Reason}; searching for the text “{Word}”.{Question}";

    /// <summary>What a program is told, for which nothing is searched.</summary>
    public string Refusal => $"{Reason} in “{Word}”.{Question}";

    private string Question => Near is null ? "" : $" Did you mean {Near}?";
}
