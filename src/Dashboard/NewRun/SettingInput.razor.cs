using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.NewRun;

/// <summary>One setting of the form: a field with its problem, a mark if it differs from its default, and a reset button.</summary>
public sealed partial class SettingInput
{
    private const string Yes = "true";
    private const string No = "false";
    private const string Each = "*";

    private (string, string?, string?, bool, bool, string?, int)? drawn;

    /// <summary>The setting.</summary>
    [Parameter, EditorRequired] public required SettingField Field { get; set; }

    /// <summary>The text in the field.</summary>
    [Parameter, EditorRequired] public required string Text { get; set; }

    /// <summary>The problem; null for none.</summary>
    [Parameter] public string? Problem { get; set; }

    /// <summary>The source of its value, if neither the default nor the user.</summary>
    [Parameter] public string? Origin { get; set; }

    /// <summary>Whether the value differs from the default.</summary>
    [Parameter] public bool Differs { get; set; }

    /// <summary>The value that the reset button restores; null for no button.</summary>
    [Parameter] public string? ResetTo { get; set; }

    /// <summary>Whether it cannot be changed.</summary>
    [Parameter] public bool Disabled { get; set; }

    /// <summary>Choices that replace the field's own, with their labels.</summary>
    [Parameter] public IReadOnlyList<KeyValuePair<string, string>>? Choices { get; set; }

    /// <summary>The text was changed.</summary>
    [Parameter] public EventCallback<string> Changed { get; set; }

    /// <summary>Reset was pressed.</summary>
    [Parameter] public EventCallback Reset { get; set; }

    private bool IsList => Field.CanVary && Text.Contains(',', StringComparison.Ordinal);

    private IReadOnlyList<string> Options => Choices is { } choices
        ? choices.Any(choice => choice.Key == Text)
            ? [.. choices.Select(choice => choice.Key)]
            : [.. choices.Select(choice => choice.Key), Text]
        : Field.Options;

    private string Help => string.Join(" · ", new[]
    {
        Field.Description,
        Disabled && Origin is not null ? $"from {Origin}" : Differs && Origin is not null ? $"set by {Origin}" : null,
        Differs && !Disabled ? $"default {Shown(Field.Default)}" : null,
    }.Where(part => part is not null));

    private string ResetText => $"reset to {Shown(ResetTo ?? "")}";

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        (string Text, string? Problem, string? Origin, bool Differs, bool Disabled, string? ResetTo, int) now =
            (Text, Problem, Origin, Differs, Disabled, ResetTo, Choices?.Count ?? 0);
        if (drawn == now) return false;
        drawn = now;
        return true;
    }

    private string Shown(string? value) => value is null or ""
        ? "not set"
        : Choices?.FirstOrDefault(choice => choice.Key == value).Value ?? value;

    private Task Choose(string value) => value == Each ? EachInTurn() : Changed.InvokeAsync(value);

    private Task EachInTurn() => Changed.InvokeAsync(string.Join(", ", Field.Options));
}
