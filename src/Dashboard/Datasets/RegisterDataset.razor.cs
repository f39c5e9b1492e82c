using System.Reflection;
using Angioboard.Core;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The form that registers a data set.</summary>
public sealed partial class RegisterDataset : IDisposable
{
    private const string DraftKey = "register-dataset";

    private const string PatientsHelp = "Which exams belong to the same patient: a regular expression on the exam's name, such as "
        + @"(\d+)_[LR]$, or the path of a CSV file of exam,patient";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    // Files are checked after this pause in typing.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource gone = new();
    private readonly HashSet<string> touched = [];
    private DatasetDraft form = new();
    private IReadOnlyDictionary<string, string> problems = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, string> files = new Dictionary<string, string>();
    private IReadOnlyList<string> lacking = [];
    private SplitGlance? glance;
    private CancellationTokenSource looking = new();
    private bool mayAllow;
    private DatasetCheckRun? check;
    private string? failure;

    /// <summary>Called with the name of the data set that has been registered.</summary>
    [Parameter] public EventCallback<string> OnRegistered { get; set; }

    /// <summary>Called when the form is closed without registering.</summary>
    [Parameter] public EventCallback OnClosed { get; set; }

    /// <summary>Checks and registers.</summary>
    [Inject] public required DatasetRegistration Registration { get; set; }

    /// <summary>Seals the test split with that.</summary>
    [Inject] public required DatasetSealing Sealing { get; set; }

    /// <summary>Checks the files.</summary>
    [Inject] public required DatasetFiles Files { get; set; }

    /// <summary>The folders from which data may be read.</summary>
    [Inject] public required DataRoots Roots { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>Keeps the half-filled form.</summary>
    [Inject] public required Draft Draft { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    private bool Checking => check is { Ended: false };

    /// <inheritdoc/>
    public void Dispose()
    {
        looking.Cancel();
        looking.Dispose();
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        problems = Registration.Problems(form);
        mayAllow = (await Authentication).User.IsInRole(Roles.Administrator);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || await Draft.LoadAsync<DatasetDraft>(DraftKey) is not { } kept) return;
        (form, problems) = (kept, Registration.Problems(kept));
        _ = Look(Pause);
        // A check that this page started before it was reloaded.
        if (Registration.Check(form.Name) is { Registers: true, Ended: false } under) Follow(under);
        StateHasChanged();
    }

    private PatientSuggestion? Suggestion => string.IsNullOrWhiteSpace(form.Patients) ? glance?.Patients : null;

    private string? UnusedNames => problems.ContainsKey(nameof(form.ClassNames)) ? null : glance?.UnusedNames(form.Names());

    private bool Has(string field) => Error(field) is not null;

    private string? Error(string field) =>
        touched.Contains(field) ? problems.GetValueOrDefault(field) ?? files.GetValueOrDefault(field) : null;

    private async Task Set(DatasetDraft changed)
    {
        bool others = (changed.Split, changed.Datadir, changed.ClassNames, changed.Patients)
            != (form.Split, form.Datadir, form.ClassNames, form.Patients);
        foreach (PropertyInfo property in typeof(DatasetDraft).GetProperties()
            .Where(property => !Equals(property.GetValue(changed), property.GetValue(form)))) touched.Add(property.Name);
        (form, failure) = (changed, null);
        problems = Registration.Problems(form);
        if (others) _ = Look(Pause);
        await Draft.SaveAsync(DraftKey, form);
    }

    private static string Shown(Modality modality) => modality switch
    {
        Modality.FA => "FA (left half)",
        Modality.ICGA => "ICGA (right half)",
        _ => "Full frame",
    };

    private async Task Submit()
    {
        problems = Registration.Problems(form);
        touched.UnionWith(problems.Keys);
        if (problems.Count > 0 || Checking) return;
        await Look(TimeSpan.Zero);
        touched.UnionWith(files.Keys);
        if (files.Count > 0) return;
        try
        {
            Actor actor = await Page.GetAsync();
            DatasetDraft sent = form;
            Follow(await Task.Run(() => sent.Sealed ? Sealing.Register(actor, sent) : Registration.Register(actor, sent)));
        }
        catch (InputException e)
        {
            failure = e.Problems[0];
        }
    }

    private async Task StopCheck()
    {
        if (check is not { } under) return;
        try
        {
            Registration.StopCheck(await Page.GetAsync(), under.Dataset.Name);
        }
        catch (InputException e)
        {
            failure = e.Problems[0];
        }
    }

    private async Task AllowAsync()
    {
        Actor actor = await Page.GetAsync();
        try
        {
            await Task.Run(() =>
            {
                foreach (string folder in lacking) Roots.Add(actor, folder);
            });
        }
        catch (InputException e)
        {
            failure = e.Problems[0];
        }
        await Look(TimeSpan.Zero);
    }

    // The disk may be slow and the file large: the page does not wait for it.
    private Task Look(TimeSpan after)
    {
        looking.Cancel();
        looking.Dispose();
        looking = new CancellationTokenSource();
        (files, lacking) = (new Dictionary<string, string>(), []);
        return LookAsync(form, after, looking.Token);
    }

    private async Task LookAsync(DatasetDraft draft, TimeSpan after, CancellationToken cancellation)
    {
        try
        {
            if (after > TimeSpan.Zero) await Task.Delay(after, Time, cancellation);
            (IReadOnlyDictionary<string, string>, IReadOnlyList<string>, SplitGlance?) found =
                await Task.Run(() => (Files.Problems(draft, mayAllow), Files.Lacking(draft), Files.Glance(draft)), cancellation);
            if (cancellation.IsCancellationRequested) return;
            (files, lacking, glance) = found;
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // The user types again.
        }
    }

    private async Task Close()
    {
        await Draft.ClearAsync(DraftKey);
        await OnClosed.InvokeAsync();
    }

    private void Follow(DatasetCheckRun started)
    {
        (check, failure) = (started, null);
        _ = WatchAsync(started, gone.Token);
    }

    private async Task WatchAsync(DatasetCheckRun started, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Poll);
        try
        {
            while (!started.Ended && await timer.WaitForNextTickAsync(cancellation)) await InvokeAsync(StateHasChanged);
            await InvokeAsync(() => EndAsync(started));
        }
        catch (OperationCanceledException)
        {
            // The page is closed; the check continues.
        }
    }

    private async Task EndAsync(DatasetCheckRun ended)
    {
        failure = ended.Failure;
        if (ended.Report is { Problems.Count: 0 })
        {
            await Draft.ClearAsync(DraftKey);
            await OnRegistered.InvokeAsync(ended.Dataset.Name);
        }
        StateHasChanged();
    }
}
