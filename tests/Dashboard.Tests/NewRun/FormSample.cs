using Angioboard.Core.Data.Frames;
using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Dashboard.Tests.NewRun;

/// <summary>A folder with the files that two registered datasets name.</summary>
internal sealed class FormSample : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FormSample()
    {
        string more = string.Concat(Enumerable.Range(0, 38).Select(i => $", [\"c{i}_L/1.jpg\", 0]"));
        File.WriteAllText(folder.File("split.json"), $$"""{"train": [["a_L/1.jpg", 0], ["b_R/1.jpg", 1]{{more}}]}""");
        Phantom = new Dataset
        {
            Name = "phantom",
            Split = folder.File("split.json"),
            Datadir = folder.Path,
            ClassNames = ["Leakage", "Staining", "No", "Pooling", "Window defect"],
            Patients = "(\\d+)_[LR]$",
            Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        };
        Clinic = Phantom with { Name = "Clinic B 2024", ClassNames = ["Yes", "No"], Modality = Modality.ICGA, Strip = 40, Patients = null };
    }

    public Dataset Phantom { get; }

    public Dataset Clinic { get; }

    public Dataset? Find(string name) => name == Phantom.Name ? Phantom : name == Clinic.Name ? Clinic : null;

    public LaunchForm Form(string? dataset)
    {
        LaunchForm form = new(new LaunchDraft { ModelPreset = LaunchPresets.Original }, Find);
        form.Choose(dataset);
        return form;
    }

    public void Dispose() => folder.Dispose();
}

internal static class FormSampleText
{
    public static string Text(this LaunchForm form, string setting) => form.Text(SettingField.Find(setting));

    public static void Type(this LaunchForm form, string setting, string text) => form.Type(SettingField.Find(setting), text);

    public static string Command(this LaunchForm form) =>
        string.Join('\n', LaunchPlan.Of(form).Settings.Select(run =>
            SettingsCommand.Of(run, $"results/{form.Experiment}", LaunchPresets.Named(form.Draft))));
}
