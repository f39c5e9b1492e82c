using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Seals;

/// <summary>Says that a test split is sealed; researchers reveal a run's figures of it here, with a reason.</summary>
public sealed partial class SealNotice
{
    private bool mayLaunch;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The seal.</summary>
    [Parameter, EditorRequired] public required SealedSplit Seal { get; set; }

    /// <summary>The other dataset that the run was evaluated on; null for its own test split.</summary>
    [Parameter] public string? Dataset { get; set; }

    /// <summary>Reveals figures.</summary>
    [Inject] public required RunReveals Reveals { get; set; }

    /// <summary>All runs and seals.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Asks why.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        mayLaunch = Authentication is not null && (await Authentication).User.MayLaunch();

    private async Task RevealAsync()
    {
        string text =
            $"The test figures, curves and predictions of {Run.Title} are then shown to everybody. You cannot hide them again.\n"
            + $"{Before()} Test figures look better than they are where runs are chosen by them: choose by the validation split, then "
            + "reveal the run that you have chosen.";
        string? reason = await Dialogs.ReasonAsync("Reveal test figures?", text,
            "A few words, such as “final model”. Your name, the time and the reason are kept and printed in reports", "Reveal");
        if (reason is null) return;
        try
        {
            Reveals.Reveal(await Page.GetAsync(), Run.Id, Dataset, reason);
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Problems[0], Severity.Error);
        }
    }

    private string Before()
    {
        IReadOnlyList<RunReveal> reveals = Seal.Dataset is { } name && Store.Seals.Find(name) is { } seal ? seal.Reveals : [];
        string by = string.Join(", ", reveals.Select(reveal => reveal.By).Distinct());
        return reveals.Count == 0 ? $"No run of {Seal.Dataset} has been revealed before."
            : $"This is the {TestSealText.Ordinal(reveals.Count + 1)} reveal on {Seal.Dataset}; those before are by {by}.";
    }
}
