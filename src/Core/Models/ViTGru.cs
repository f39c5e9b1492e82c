using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Rnn = TorchSharp.torch.nn.utils.rnn;

namespace Angioboard.Core.Models;

/// <summary>
/// The temporal classifier: a vision transformer on every frame, a GRU over an exam's frames, a linear layer on its final state.
/// Parameter names are mednet's: <c>backbone.*</c>, <c>gru.*</c>, <c>classifier.*</c>.
/// </summary>
public sealed class ViTGru : Module<Tensor, IReadOnlyList<long>, Tensor>
{
    private readonly VisionTransformer backbone;
    private readonly GRU gru;
    private readonly Dropout dropout;
    private readonly Linear classifier;
    private readonly Normalizer normalizer;

    /// <summary>A model with initial weights drawn from torch's generator.</summary>
    public ViTGru(ViTGruSpec spec, ChannelStatistics statistics, Precision precision = Precision.Fp32) : base(nameof(ViTGru))
    {
        Spec = spec;
        backbone = new VisionTransformer(spec.Backbone, spec.Pool, precision);
        gru = GRU(spec.Backbone.Dim, spec.HiddenDim, spec.NumLayers, batchFirst: true, bidirectional: spec.Bidirectional);
        dropout = Dropout(spec.Dropout);
        classifier = Linear(spec.HiddenDim * (spec.Bidirectional ? 2 : 1), spec.Classes);
        normalizer = new Normalizer(statistics);
        RegisterComponents();
    }

    /// <summary>The model's shape.</summary>
    public ViTGruSpec Spec { get; }

    /// <summary>The frame encoder.</summary>
    public VisionTransformer Backbone => backbone;

    /// <summary>What frames are normalised with.</summary>
    public ChannelStatistics Statistics => normalizer.Statistics;

    /// <summary>
    /// Logits of a batch of exams: (ΣT, 1 or 3, S, S) frames of one exam after another, values from 0 to 1, and how many frames each
    /// exam has → (B, classes). No padding is embedded.
    /// </summary>
    public override Tensor forward(Tensor frames, IReadOnlyList<long> lengths) => Classify(Embed(frames), lengths);

    /// <summary>Frames to embeddings: (N, 1 or 3, S, S) → (N, D).</summary>
    public Tensor Embed(Tensor frames) =>
        frames.shape[1] == 1 ? backbone.ForwardGrey(frames, normalizer) : backbone.forward(normalizer.Normalize(frames));

    /// <summary>Embeddings of one exam after another to logits: (ΣT, D) → (B, classes).</summary>
    public Tensor Classify(Tensor embeddings, IReadOnlyList<long> lengths)
    {
        using Rnn.PackedSequence packed = Rnn.pack_sequence(embeddings.split([.. lengths]), enforce_sorted: false);
        (Rnn.PackedSequence all, Tensor last) = gru.call(packed);      // (layers × directions, B, H)
        all.Dispose();
        Tensor state = Spec.Bidirectional ? cat([last.select(0, -2), last.select(0, -1)], 1) : last.select(0, -1);
        return classifier.forward(dropout.forward(state));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) normalizer.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Number of trainable parameters.</summary>
    public long ParameterCount => parameters().Sum(p => p.numel());
}
