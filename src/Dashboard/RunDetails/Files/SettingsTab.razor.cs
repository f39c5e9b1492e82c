using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Files;

/// <summary>All settings of a run, marked where they differ from the defaults; the equivalent command; the run's environment.</summary>
public sealed partial class SettingsTab
{
    private IReadOnlyList<SettingRow> rows = [];
    private RunFacts facts = new([], [], null);
    private string command = "";
    private IReadOnlyList<RunExtension> extensions = [];

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Show only settings that differ from the defaults.</summary>
    private bool? Different => new PageQuery(Navigation).Flag("different");

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private bool OnlyDifferent => Different == true;

    private IEnumerable<(string Title, IReadOnlyList<KeyValuePair<string, string>> Values)> Recorded =>
        new[] { ("Environment", facts.Environment), ("Data fingerprint", facts.Fingerprint) }.Where(part => part.Item2.Count > 0);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        rows = SettingsDifference.FromDefaults(Run.Settings);
        command = SettingsCommand.Of(Run.Settings);
        facts = RunFacts.Read(Run.Folder);
        extensions = Extensions();
    }

    // Problems with the file are reported with the facts.
    private IReadOnlyList<RunExtension> Extensions()
    {
        try
        {
            return facts.Problem is null ? RunExtension.Of(new RunFolder(Run.Folder)) : [];
        }
        catch (InputException)
        {
            return [];
        }
    }

    private void ChooseOnlyDifferent(bool only) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("different", only ? (bool?)true : null), replace: true);
}
