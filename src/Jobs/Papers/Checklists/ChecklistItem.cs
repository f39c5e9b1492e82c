using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Checklists;

/// <summary>An item of a reporting checklist, in words of our own.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Asks">What it asks for, in short.</param>
/// <param name="Says">Where the report says it, or what it is; empty if nothing is known.</param>
/// <param name="Missing">What the authors must write; empty if nothing is missing.</param>
internal sealed record ChecklistItem(string Number, string Asks, string Says, string Missing)
{
    /// <summary><c>filled</c>, <c>partly</c> or <c>gap</c>.</summary>
    public string Status => (Says.Length, Missing.Length) switch
    {
        ( > 0, 0) => "filled",
        (0, _) => "gap",
        _ => "partly",
    };

    /// <summary>What stands in the table.</summary>
    public string Text => $"{Says} {(Missing.Length == 0 ? "" : PaperWords.Gap(Missing))}".Trim();

    /// <summary>An item that the report says all of.</summary>
    public static ChecklistItem Filled(string number, string asks, string says) => new(number, asks, says, "");

    /// <summary>An item that the report says a part of.</summary>
    public static ChecklistItem Partly(string number, string asks, string says, string missing) => new(number, asks, says, missing);

    /// <summary>An item that the authors must write.</summary>
    public static ChecklistItem Gap(string number, string asks, string missing) => new(number, asks, "", missing);
}
