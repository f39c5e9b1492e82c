using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.NewRun;

/// <summary>One setting of the form: a field with what is wrong with it, whether it differs from its default, and the way back.</summary>
public sealed partial class SettingInput
{
    private const string Yes = "true";
    private const string No = "false";
    private const string Each = "*";

    private (string, string?, string?, bool, bool, string?, int)? drawn;

    /// <summary>The setting.</summary>
    [Parameter, EditorRequired] public required SettingField Field { get; set; }

    /// <summary>What stands in it.</summary>
    [Parameter, EditorRequired] public required string Text { get; set; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    [Parameter] public string? Problem { get; set; }

    /// <summary>Where its value comes from, if not from the default or the user.</summary>
    [Parameter] public string? Origin { get; set; }

    /// <summary>Whether it is not the default.</summary>
    [Parameter] public bool Differs { get; set; }

    /// <summary>What the button resets it to; null for no button.</summary>
    [Parameter] public string? ResetTo { get; set; }

    /// <summary>Whether it cannot be changed.</summary>
    [Parameter] public bool Disabled { get; set; }

    /// <summary>Values to choose from in the place of the field's own, with their labels.</summary>
    [Parameter] public IReadOnlyList<KeyValuePair<string, string>>? Choices { get; set; }

    /// <summary>Somebody typed or chose.</summary>
    [Parameter] public EventCallback<string> Changed { get; set; }

    /// <summary>Somebody wants the value before.</summary>
    [Parameter] public EventCallback Reset { get; set; }

    private bool IsList => Field.CanVary && Text.Contains(',', StringComparison.Ordinal);

    private IReadOnlyList<string> Options => Choices is { } choices
        ? choices.Any(choice => choice.Key == Text) ? [.. choices.Select(choice => choice.Key)] : [.. choices.Select(choice => choice.Key), Text]
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
        var now = (Text, Problem, Origin, Differs, Disabled, ResetTo, Choices?.Count ?? 0);
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
