using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The form that changes a registered data set.</summary>
public sealed partial class EditDataset
{
    private DatasetDraft original = new(), form = new();
    private IReadOnlyDictionary<string, string> problems = new Dictionary<string, string>();
    private string effect = "";
    private string? failure;
    private bool saving;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired] public required Dataset Dataset { get; set; }

    /// <summary>Called when the form is closed without a change.</summary>
    [Parameter] public EventCallback OnClosed { get; set; }

    /// <summary>Called with the check of the new values.</summary>
    [Parameter] public EventCallback<DatasetCheckRun> OnStarted { get; set; }

    /// <summary>Called with the new name, when nothing else has changed.</summary>
    [Parameter] public EventCallback<string> OnRenamed { get; set; }

    /// <summary>Changes data sets.</summary>
    [Inject] public required DatasetEdits Edits { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        original = DatasetEdits.Draft(Dataset);
        Set(original);
    }

    private bool Has(string field) => Error(field) is not null;

    private string? Error(string field) => problems.GetValueOrDefault(field);

    private void Set(DatasetDraft changed)
    {
        (form, failure) = (changed, null);
        problems = Edits.Problems(Dataset, form);
        effect = problems.Count > 0 ? "Fix the highlighted fields to see what the change does." : Edits.Effect(Dataset, form);
    }

    private async Task Submit()
    {
        if (saving || problems.Count > 0 || form == original) return;
        saving = true;
        try
        {
            Actor actor = await Page.GetAsync();
            DatasetDraft sent = form;
            DatasetCheckRun? check = await Task.Run(() => Edits.Edit(actor, original, sent));
            if (check is null) await OnRenamed.InvokeAsync(sent.Name);
            else await OnStarted.InvokeAsync(check);
        }
        catch (InputException e)
        {
            failure = e.Problems[0];
        }
        finally
        {
            saving = false;
        }
    }
}
