using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Phantom;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets;

/// <summary>The state of the phantom dataset.</summary>
public enum PhantomState
{
    /// <summary>It can be made.</summary>
    Offered,

    /// <summary>It is being made.</summary>
    Drawing,

    /// <summary>It is registered.</summary>
    Registered,

    /// <summary>It could not be made; <see cref="PhantomOffer.Failure"/> says why. It can be tried again.</summary>
    Failed,
}

/// <summary>The synthetic study, made in the data folder on demand and registered as <c>phantom</c>.</summary>
public sealed class PhantomOffer(AngioboardOptions options, DatasetStore datasets, DatasetRegistration registration, Rights rights,
    TimeProvider time) : IProgress<StageProgress>
{
    /// <summary>The name it is registered under; also the data preset that fits it.</summary>
    public const string Name = "phantom";

    private readonly Lock gate = new();
    private Task drawing = Task.CompletedTask;
    private string? failure;
    private long done, total = 1;

    /// <summary>The number of exams, and the seed.</summary>
    public static PhantomOptions Study { get; } = new(Exams: 520, Seed: 42);

    /// <summary>Its state.</summary>
    public PhantomState State =>
        !drawing.IsCompleted ? PhantomState.Drawing
        : datasets.Find(Name) is not null ? PhantomState.Registered
        : Failure is not null ? PhantomState.Failed
        : PhantomState.Offered;

    /// <summary>How much of it is made, from 0 to 1.</summary>
    public double Share => (double)Interlocked.Read(ref done) / Interlocked.Read(ref total);

    /// <summary>Why it could not be made, in one line.</summary>
    public string? Failure => Volatile.Read(ref failure);

    /// <summary>Completes when the study that is being made is ready.</summary>
    public Task Completion => drawing;

    /// <summary>Starts making it in the background, unless it exists or is being made.</summary>
    public void Start(Actor actor) => rights.Do(
        actor, Roles.Researcher, AuditActions.DatasetPhantom, Name, user =>
        {
            lock (gate)
            {
                if (State is PhantomState.Drawing or PhantomState.Registered) return;
                (failure, done) = (null, 0);
                drawing = Task.Run(() => Draw(user.Name));
            }
        });

    void IProgress<StageProgress>.Report(StageProgress value)
    {
        Interlocked.Exchange(ref total, Math.Max(1, value.Total));
        Interlocked.Exchange(ref done, value.Done);
    }

    private void Draw(string owner)
    {
        string folder = Path.Combine(Path.GetFullPath(options.DataFolder), Name);
        try
        {
            PhantomStudy.Write(folder, Study, this, CancellationToken.None);
            registration.Put(DatasetOf(folder, owner));
        }
        catch (InputException e)
        {
            Volatile.Write(ref failure, e.Problems[0]);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            Volatile.Write(ref failure, $"{folder}: cannot be written: {FileTrouble.Words(e)}; free some space, and try again");
        }
    }

    private Dataset DatasetOf(string folder, string owner)
    {
        JsonObject preset = Preset.Find("data", Name);
        RunSettings settings = SettingsFile.Combine(preset);
        return new Dataset
        {
            Name = Name,
            Split = Path.Combine(folder, "split.json"),
            Datadir = folder,
            ClassNames = settings.ClassNames!,
            Modality = settings.Modality,
            Strip = settings.Strip,
            Patients = settings.Patients,
            Owner = owner,
            Registered = time.GetUtcNow(),
        };
    }
}
