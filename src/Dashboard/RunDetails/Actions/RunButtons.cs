using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Actions;

/// <summary>A component with buttons that change runs, and what they need for that.</summary>
public abstract class RunButtons : ComponentBase
{
    /// <summary>Carries out actions on runs.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>Changes names, tags and notes of runs.</summary>
    [Inject] public required RunTexts Texts { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows dialogs.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }
}
