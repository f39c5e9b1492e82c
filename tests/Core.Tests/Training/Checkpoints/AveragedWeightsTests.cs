using System.Text.Json.Nodes;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Checkpoints;

/// <summary>Checkpoints that hold a moving average of the weights.</summary>
public sealed class AveragedWeightsTests : ChangedCheckpoint
{
    [Fact]
    public void Averaged_weights_are_the_default_and_raw_ones_taken_on_request()
    {
        string path = Made(averaged: weight => weight + 1);

        using TrainedModel averaged = TrainedModel.Open(path), raw = TrainedModel.Open(path, new JsonObject { ["weights"] = "raw" });

        Assert.Equal([$"{path}: took the averaged weights (state_dict_ema); --weights raw takes the raw ones, if it has them"],
            averaged.Notes);
        Assert.Empty(raw.Notes);
        float difference = (averaged.Model.state_dict()["classifier.bias"] - raw.Model.state_dict()["classifier.bias"]).mean()
            .item<float>();
        Assert.Equal(1, difference, 1e-5f);
    }

    [Fact]
    public void Averaged_weights_are_taken_even_if_raw_ones_have_longer_names()
    {
        string path = Made(weights =>
        {
            foreach ((string name, Tensor weight) in weights.ToArray()) weights[$"ema_model.module.{name}"] = weight + 1;
            weights["n_averaged"] = tensor(7);
        });

        using TrainedModel averaged = TrainedModel.Open(path), raw = TrainedModel.Open(path, new JsonObject { ["weights"] = "raw" });

        float difference = (averaged.Model.state_dict()["classifier.bias"] - raw.Model.state_dict()["classifier.bias"]).mean()
            .item<float>();
        Assert.Equal(1, difference, 1e-5f);
    }

    [Fact]
    public void A_dictionary_of_averaging_settings_is_not_mistaken_for_the_model()
    {
        Python.RunIn(scratch.Path,
            $"import torch; c = torch.load('{Trained}'); torch.save({{'state_dict': c['state_dict'], 'ema': {{'decay': "
                + $"torch.tensor(0.99)}}}}, 'decay.pth')");
        using WeightsFile file = WeightsFile.Read(scratch.File("decay.pth"));

        Assert.Null(file.Averaged);
        Assert.Contains("classifier.weight", file.Tensors.Keys);
    }
}
