using Angioboard.Core.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Rnn = TorchSharp.torch.nn.utils.rnn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>
/// Our model as one would write it in plain TorchSharp, and as in pipeline.py: a padded block of exams, of which every frame is embedded.
/// Parameters have the same names as ours.
/// </summary>
internal sealed class PlainViTGru : Module<Tensor, Tensor, Tensor>
{
    private readonly PlainViT backbone;
    private readonly GRU gru;
    private readonly Linear classifier;
    private readonly Tensor mean, std; // buffers (3, 1, 1)

    /// <summary>With random weights.</summary>
    public PlainViTGru(ViTGruSpec spec, ChannelStatistics statistics) : base(nameof(PlainViTGru))
    {
        backbone = new PlainViT(spec.Backbone);
        gru = GRU(spec.Backbone.Dim, spec.HiddenDim, spec.NumLayers, batchFirst: true);
        classifier = Linear(spec.HiddenDim, spec.Classes);
        mean = tensor(statistics.Mean, [3, 1, 1], dtype: float32);
        std = tensor(statistics.Std, [3, 1, 1], dtype: float32);
        RegisterComponents();
    }

    /// <summary>(B, T, 3, S, S) and lengths (B) → (B, classes).</summary>
    public override Tensor forward(Tensor images, Tensor lengths)
    {
        long exams = images.shape[0], frames = images.shape[1];
        Tensor embeddings = backbone.forward((images.flatten(0, 1) - mean) / std).view(exams, frames, -1);
        using Rnn.PackedSequence packed = Rnn.pack_padded_sequence(embeddings, lengths, batch_first: true, enforce_sorted: false);
        (Rnn.PackedSequence all, Tensor last) = gru.call(packed);
        all.Dispose();
        return classifier.forward(last.select(0, -1));
    }
}
