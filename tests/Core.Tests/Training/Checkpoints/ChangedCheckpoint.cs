using Angioboard.Core.Models;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Checkpoints;

/// <summary>
/// Tests of checkpoints of whole models, made of one of PyTorch's by what other programs do to names, weights and hyper-parameters.
/// </summary>
public abstract class ChangedCheckpoint : IDisposable
{
    private protected static readonly string Trained = GoldenFiles.Path("peer", "end", "last.ckpt");

    private protected readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        scope.Dispose();
        scratch.Dispose();
    }

    private protected string Renamed(Func<string, string> rename) => Made(weights =>
    {
        KeyValuePair<string, Tensor>[] all = [.. weights];
        weights.Clear();
        foreach ((string name, Tensor weight) in all) weights[rename(name)] = weight;
    });

    /// <summary>The checkpoint with other weights or hyper-parameters, and a moving average if one is given.</summary>
    private protected string Made(
        Action<OrderedDictionary<string, Tensor>>? weights = null, Action<OrderedDictionary<string, object?>>? hyper = null,
        Func<Tensor, Tensor>? averaged = null,
        ChannelStatistics? normalizer = null)
    {
        using Checkpoint trained = Checkpoint.Read(Trained);
        OrderedDictionary<string, Tensor> changed = new(trained.StateDict);
        OrderedDictionary<string, object?> told = new(trained.HyperParameters);
        weights?.Invoke(changed);
        hyper?.Invoke(told);
        Checkpoint made = new()
        {
            Epoch = trained.Epoch,
            GlobalStep = trained.GlobalStep,
            StateDict = changed,
            Normalizer = normalizer ?? trained.Normalizer,
            HyperParameters = told,
            Entries = averaged is null ? new Dictionary<string, object?>() : new Dictionary<string, object?>
            {
                ["state_dict_ema"] = changed.ToDictionary(weight => weight.Key, weight => (object?)averaged(weight.Value)),
            },
        };
        made.Write(scratch.File("made.ckpt"));
        return scratch.File("made.ckpt");
    }
}
