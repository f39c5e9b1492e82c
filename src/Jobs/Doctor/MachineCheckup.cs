using System.Globalization;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Doctor;

/// <summary>Runs `angioboard doctor` for the dashboard, one at a time, and keeps the last report. Thread-safe.</summary>
public sealed class MachineCheckup : IDisposable
{
    // A training step on a loaded machine takes a minute.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly QueueSetup setup;
    private readonly AngioboardOptions options;
    private readonly Rights rights;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1);

    internal MachineCheckup(QueueSetup setup, AngioboardOptions options, Rights rights, TimeProvider time) =>
        (this.setup, this.options, this.rights, this.time) = (setup, options, rights, time);

    /// <summary>The last report; null before the first.</summary>
    public DoctorReport? Latest { get; private set; }

    /// <summary>Whether a check is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Checks the machine.</summary>
    /// <exception cref="InputException">A check is under way already, or it failed.</exception>
    /// <exception cref="NotAllowedException">The user may not launch runs, whose speed a check costs.</exception>
    public Task<DoctorReport> CheckAsync(Actor actor, CancellationToken cancellation) => rights.DoAsync(
        actor, Roles.Researcher, AuditActions.MachineCheck, "", async _ =>
        {
            if (!await turn.WaitAsync(TimeSpan.Zero, cancellation)) throw new InputException("The machine is being checked already");
            IsRunning = true;
            using CancellationTokenSource limit = new(Longest, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            try
            {
                string[] nodes = options.Slurm.IsOn ? ["--nodes"] : [];
                string answer = await ToolProcess.AnswerAsync(setup, ["doctor", "--json", .. nodes],
                    "The machine could not be checked; try `angioboard doctor`", [ExitCode.Done, ExitCode.Failed], Variables(),
                    either.Token);
                return Latest = DoctorReport.Read(answer);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                throw new InputException(
                    $"The check took longer than {Longest.TotalMinutes:0} minutes and was ended; try `angioboard doctor`");
            }
            finally
            {
                IsRunning = false;
                turn.Release();
            }
        }, report => report.Summary);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    // The process reads the dashboard's settings as if they were in its environment.
    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> variables = new()
        {
            [DataFolder.Variable] = options.DataFolder,
            ["Angioboard__ResultsFolder"] = options.Results,
            ["Angioboard__MinimumFreeGigabytes"] = options.MinimumFreeGigabytes.ToString(CultureInfo.InvariantCulture),
        };
        if (options.PublicUrl is { } url) variables["Angioboard__PublicUrl"] = url;
        if (options.Proxies.Count > 0) variables["Angioboard__Proxies__0"] = options.Proxies[0];
        if (options.OpenIdConnect is { } provider) variables["Angioboard__OpenIdConnect__Authority"] = provider.Authority;
        for (int i = 0; i < (options.ProxySignIn?.From.Count ?? 0); i++)
            variables[$"Angioboard__ProxySignIn__From__{i}"] = options.ProxySignIn!.From[i];
        for (int i = 0; i < options.Slurm.Partitions.Count; i++)
            variables[$"Angioboard__Slurm__Partitions__{i}"] = options.Slurm.Partitions[i];
        if (options.Slurm.Account is { } account) variables["Angioboard__Slurm__Account"] = account;
        if (options.Slurm.Qos is { } qos) variables["Angioboard__Slurm__Qos"] = qos;
        for (int i = 0; i < options.Slurm.Options.Count; i++) variables[$"Angioboard__Slurm__Options__{i}"] = options.Slurm.Options[i];
        if (Environment.GetEnvironmentVariable("SLURM_CONF") is { } cluster) variables["SLURM_CONF"] = cluster;
        if (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { } addresses) variables["ASPNETCORE_URLS"] = addresses;
        return variables;
    }
}
