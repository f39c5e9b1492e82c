using System.Globalization;
using System.Security.Claims;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Run = Angioboard.Jobs.Runs.Run;
namespace Angioboard.Dashboard.NewRun;

/// <summary>The form that launches runs.</summary>
public sealed partial class NewRunPage : IDisposable
{
    // Files are checked after this pause in typing.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private IReadOnlyList<Dataset> datasets = [];
    private KeyValuePair<string, string>[] devices = [];
    private LaunchForm? form;
    private LaunchPlan plan = default!;
    private IReadOnlyList<string> refused = [];
    private LaunchLook? look;
    private bool byHand;
    private Run? cloned;
    private string? unknownClone;
    private string draftKey = "";
    private string? userName;
    private string search = "";
    private bool advanced;
    private bool launching;

    /// <summary>The datasets to choose from.</summary>
    [Inject] public required DatasetStore Datasets { get; set; }

    /// <summary>The phantom dataset, which can be made here.</summary>
    [Inject] public required PhantomOffer Offer { get; set; }

    /// <summary>The runs, to clone one.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>Launches.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>Launches studies.</summary>
    [Inject] public required StudyLauncher Studies { get; set; }

    /// <summary>Checks the named files.</summary>
    [Inject] public required LaunchPaths Files { get; set; }

    /// <summary>Checks what else the runs need.</summary>
    [Inject] public required LaunchPreflight Preflight { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>Keeps the user's input.</summary>
    [Inject] public required Draft Drafts { get; set; }

    /// <summary>Reads the address and opens the run's page.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The devices to choose from.</summary>
    [Inject] public required MachineMonitor Monitor { get; set; }

    /// <summary>Lists the partitions of the cluster.</summary>
    [Inject] public required QueueSetup Setup { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    private LaunchForm Form => form!;

    private string DatasetHelp => Form.Dataset is { } dataset
        ? $"{dataset.ClassNames.Count} classes, {dataset.Modality}, {dataset.Datadir}"
        : FirstStep ?? "A split file and a frame folder, named under Advanced";

    private string? FirstStep => plan.FirstStep is null ? null
        : Offer.State == PhantomState.Drawing ? "The phantom dataset is being made."
        : plan.FirstStep;

    private string WhyNot => plan.Problems.Count == 0 && FirstStep is { } first ? first
        : plan.WhyNot ?? "Queued automatically if no device is free.";

    private string PresetHelp => Preset.All.First(preset => preset.Name == (Form.Draft.ModelPreset ?? LaunchPresets.Original)).Summary;

    private string AdvancedNote
    {
        get
        {
            // What preset and dataset give is no change of the user's.
            int changed = SettingField.Advanced.SelectMany(category => category)
                .Count(setting => Form.IsTyped(setting) && !Form.IsFixed(setting));
            return changed == 0 ? "all defaults" : $"{changed} changed";
        }
    }

    private IEnumerable<IGrouping<string, SettingField>> Found => search.Length == 0
        ? SettingField.Advanced
        : SettingField.All.Where(setting => setting.Matches(search)).GroupBy(setting => setting.Category);

    private string Count => plan.Runs == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{plan.Runs} runs");

    private string RunsText => plan.Size ?? (Form.Draft.Repeat is null ? Count : "A study");

    private string VariedText => $"They differ in {string.Join(" and ", plan.Varied.Select(LaunchPlan.TitleOf))}.";

    private string LaunchText => launching ? "Launching …" : plan.Runs <= 1 ? "Launch" : $"Launch {Count}";

    // A line for each run.
    private string Command => plan.Study is { } study
        ? RepeatPlan.Command(
            SettingsCommand.Of(study.Settings, $"results/{Form.Experiment}", LaunchPresets.Named(Form.Draft)), Form)
        : string.Join('\n', plan.Settings.Select(run =>
        SettingsCommand.Of(run, $"results/{Form.Experiment}", LaunchPresets.Named(Form.Draft))));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        datasets = Datasets.All();
        devices = DeviceChoices.Of(Monitor.Devices, Setup.Partitions());
        draftKey = $"new-run{new Uri(Navigation.Uri).Query}";
        ClaimsPrincipal user = (await Authentication).User;
        byHand = user.IsInRole(Roles.Administrator);
        userName = user.Identity?.Name;
        form = new LaunchForm(Start(userName), Datasets.Find);
        look = new LaunchLook(Files, Preflight, Time);
        Check();
        _ = LookAsync(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose() => look?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || await Drafts.LoadAsync<LaunchDraft>(draftKey) is not { } draft) return;
        form = new LaunchForm(draft, Datasets.Find);
        Check();
        StateHasChanged();
        _ = LookAsync(TimeSpan.Zero);
    }

    private LaunchDraft Start(string? user)
    {
        LaunchDraft draft = new() { ModelPreset = LaunchPresets.Original };
        if (LaunchAddress.Clone(Navigation.Uri) is { } id)
        {
            cloned = Runs.Find(id);
            if (cloned is null) unknownClone = id;
            else draft = LaunchClone.Of(cloned, Datasets.Find);
        }
        else if (Usual(user) is { } dataset)
        {
            LaunchForm usual = new(draft, Datasets.Find);
            usual.Choose(dataset);
            draft = usual.Draft;
        }
        return LaunchAddress.Fill(draft, Navigation.Uri, Datasets.Find);
    }

    /// <summary>The dataset of the user's last run, or the only one.</summary>
    private string? Usual(string? user) =>
        datasets.Count == 1
            ? datasets[0].Name
            : Runs.All.Where(run => run.Owner == user && run.Dataset is { } name && Datasets.Find(name) is not null)
                .MaxBy(run => run.Created)?.Dataset;

    private string? Problem(string field) => plan.Problems.Contains(field) ? string.Join("; ", plan.Problems[field]) : null;

    private string DatasetTitle(string? name) => string.IsNullOrEmpty(name) ? byHand ? "Files named by hand" : "None selected"
        : datasets.Any(dataset => dataset.Name == name) ? name : $"{name} (not registered)";

    private KeyValuePair<string, string>[]? ChoicesOf(SettingField setting) => setting.Name == "device" ? devices : null;

    private bool IsTouched =>
        Form.Draft is { PresetsChosen: true } or { Typed.Count: > 0 } or { Experiment: not null } or { Repeat: not null }
        || Form.Draft.Name.Length + Form.Draft.Note.Length + Form.Draft.Tags.Length > 0;

    private async Task StartOver()
    {
        form = new LaunchForm(Start(userName), Datasets.Find);
        (refused, search) = ([], "");
        Check();
        _ = LookAsync(TimeSpan.Zero);
        await Drafts.ClearAsync(draftKey);
    }

    private Task ChooseDataset(string name)
    {
        Form.Choose(name.Length == 0 ? null : name);
        if (name.Length == 0 && byHand) advanced = true;
        return ChangedAsync();
    }

    private Task PhantomMade()
    {
        datasets = Datasets.All();
        Form.Choose(PhantomOffer.Name);
        return ChangedAsync();
    }

    private Task ChoosePresets(string? data, string? model)
    {
        Form.ChoosePresets(data, model);
        return ChangedAsync();
    }

    private Task Type(SettingField field, string? text)
    {
        Form.Type(field, text ?? "");
        return ChangedAsync();
    }

    private Task Reset(SettingField field)
    {
        Form.Reset(field);
        return ChangedAsync();
    }

    private Task Describe(Func<LaunchDraft, LaunchDraft> change)
    {
        Form.Describe(change);
        return ChangedAsync();
    }

    private void Search(string? text)
    {
        search = text?.Trim() ?? "";
        if (search.Length > 0) advanced = true;
    }

    private async Task ChangedAsync()
    {
        refused = [];
        Check();
        _ = LookAsync(Pause);
        await Drafts.SaveAsync(draftKey, Form.Draft);
    }

    private async Task LookAsync(TimeSpan after)
    {
        if (look is null || !await look.LookAsync(Form, byHand, after)) return;
        await InvokeAsync(() =>
        {
            Check();
            StateHasChanged();
        });
    }

    // A problem must not be hidden in a collapsed section.
    private void Check()
    {
        plan = LaunchPlan.Of(Form, look?.Found.Problems, byHand);
        advanced |= SettingField.Advanced.SelectMany(category => category).Any(setting => plan.Problems.Contains(setting.Name));
    }

    private async Task Launch()
    {
        if (launching || !plan.CanLaunch) return;
        (launching, refused) = (true, []);
        try
        {
            string opened = await LaunchAsync(await Page.GetAsync());
            await Drafts.ClearAsync(draftKey);
            Navigation.NavigateTo(opened);
        }
        catch (InputException e)
        {
            refused = e.Problems;
        }
        finally
        {
            launching = false;
        }
    }

    // Returns the address of what was launched.
    private async Task<string> LaunchAsync(Actor actor)
    {
        if (plan.StudyOf(Form) is { } study) return $"studies/{(await Studies.MakeAsync(actor, study, CancellationToken.None)).Id}";
        IReadOnlyList<Run> runs = await Control.LaunchAsync(actor, plan.RunsOf(Form), CancellationToken.None);
        return runs.Count == 1 ? $"runs/{runs[0].Id}" : $"?launch={runs[0].Launch}";
    }
}
